// What the device keeps, when the browser takes it away.
import assert from "node:assert/strict"
import {test} from "node:test"
import {forceCloseDatabase, IDBFactory} from "fake-indexeddb"
import {newRef} from "../shared/ids"
import {Store, type Work} from "./store"

// Signing out in another tab clears the site's data: the connection is closed and the database gone.
test("a store that the browser closed and cleared is made anew, with the text that work stands on", async () => {
  const factory = new IDBFactory(), opened: IDBDatabase[] = []
  const open = factory.open.bind(factory)
  factory.open = (name, version) => {
    const request = open(name, version)
    request.addEventListener("success", () => opened.push(request.result as unknown as IDBDatabase))
    return request
  }
  const store = new Store(factory), doc = {type: "doc"}
  const work: Work = {
    client: newRef(), submission: "s", user: "u", bundle: "build", epoch: "e",
    kept: {schema: 1, version: 3, doc, inFlight: null, pending: [], dropped: []},
  }
  await store.save(work, doc)
  forceCloseDatabase(opened[0] as never)
  await new Promise(resolve => { factory.deleteDatabase("upright-editor").onsuccess = resolve })
  await store.save(work, doc)
  assert.deepEqual(await store.work(work.client), work)
})
