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

test("when the right to read has ended nothing of that submission stays, and nothing more is written until it is back", async () => {
  const store = new Store(new IDBFactory()), doc = {type: "doc"}
  const work = (submission: string): Work => ({
    client: newRef(), submission, user: "u", bundle: "build", epoch: "e",
    kept: {schema: 1, version: 3, doc, inFlight: null, pending: [], dropped: []},
  })
  const gone = work("gone"), other = work("other")
  const aside = {id: newRef(), submission: "gone", user: "u", at: "2026-11-23", text: "Set aside.", steps: []}
  await store.save(gone, doc)
  await store.save(other, doc)
  await store.setAside(aside)
  assert.deepEqual(await store.forget("gone", "u"), [gone])
  await store.save(gone, doc)
  await store.setAside(aside)
  assert.deepEqual([await store.clients("gone", "u"), await store.work(gone.client), await store.asides("gone", "u")], [[], null, []])
  assert.deepEqual(await store.work(other.client), other)
  store.remember("gone", "u")
  await store.save(gone, doc)
  assert.deepEqual(await store.work(gone.client), gone)
})
