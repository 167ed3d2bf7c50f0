import assert from "node:assert/strict"
import {test} from "node:test"
import {IDBFactory} from "fake-indexeddb"
import {newRef} from "../shared/ids"
import {Store, unsentSubmissions, type Work} from "../editor/store"
import {askBeforeSignOut} from "./signout"

// As much of a form as the module needs: a submit that is not prevented counts as sent.
class Form extends EventTarget {
  sent = 0
  readonly dataset: Record<string, string> = {signOut: "Not sent: %."}
  requestSubmit() { if (this.dispatchEvent(new Event("submit", {cancelable: true}))) this.sent++ }
}

const work = (submission: string): Work => ({
  client: newRef(), submission, user: "u", bundle: "build", epoch: "e",
  kept: {schema: 1, version: 3, doc: {}, inFlight: null, pending: [], dropped: []},
})

// Presses the button, gives the answer, and waits until the question was answered or the form sent.
async function signOut(factory: IDBFactory, answer: boolean) {
  const form = new Form(), questions: string[] = []
  await new Promise<void>(done => {
    form.requestSubmit = () => { Form.prototype.requestSubmit.call(form); if (form.sent) done() }
    const ask = (question: string) => { questions.push(question); if (!answer) done(); return answer }
    askBeforeSignOut({querySelectorAll: () => [form]} as unknown as Document, ask, factory)
    form.requestSubmit()
  })
  return {sent: form.sent, questions}
}

test("signing out asks about unsent and set-aside text, by the number of submissions, and keeps it when told to", async () => {
  const factory = new IDBFactory(), store = new Store(factory)
  for (const submission of ["a", "a", "b"]) await store.save(work(submission), {})
  for (const submission of ["b", "c"]) await store.setAside({id: newRef(), submission, user: "v", at: "", text: "", steps: []})
  assert.deepEqual(await signOut(factory, false), {sent: 0, questions: ["Not sent: 3."]})
  assert.equal(await unsentSubmissions(factory), 3)
  assert.deepEqual(await signOut(factory, true), {sent: 1, questions: ["Not sent: 3."]})
})

test("signing out asks nothing when everything is sent", async () => {
  const factory = new IDBFactory(), store = new Store(factory), done = work("a")
  await store.save(done, {})
  await store.remove(done.client)
  assert.deepEqual(await signOut(factory, false), {sent: 1, questions: []})
})

test("signing out makes no database where there is none, and goes on where none can be read", async () => {
  const factory = new IDBFactory()
  assert.deepEqual(await signOut(factory, false), {sent: 1, questions: []})
  assert.deepEqual(await factory.databases(), [])
  factory.open = () => { throw new DOMException("not here", "SecurityError") }
  assert.deepEqual(await signOut(factory, false), {sent: 1, questions: []})
})
