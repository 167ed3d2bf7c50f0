// Many people in one text on the running program, each on a line that fails: in the end everybody shows the same text,
// the server has it, and it is a manuscript. UPRIGHT_SEEDS asks for more runs, UPRIGHT_SEED for one again.
import assert from "node:assert/strict"
import {execFile} from "node:child_process"
import {after, before, test} from "node:test"
import {promisify} from "node:util"
import {readManuscript} from "../../assets/shared/check"
import {manuscript, random} from "../../assets/shared/testing/random"
import {Server} from "../browser/harness/server"
import {Account} from "./account"
import {Person} from "./person"

const seeds = process.env["UPRIGHT_SEED"] ? [Number(process.env["UPRIGHT_SEED"])]
  : Array.from({length: Number(process.env["UPRIGHT_SEEDS"] ?? 200)}, () => Math.floor(Math.random() * 2 ** 31))

let server: Server, ada: Account, organization: string, example: Record<string, unknown>

before(async () => {
  server = await Server.start()
  ada = new Account(server.url, "ada@example.org")
  const path = new URL(server.setUp).pathname
  await expect(ada.form(path, {name: "Ada Example", email: ada.email, password: "seven quiet rivers run"}), 303)
  const {location} = await expect(ada.form("/organizations/new", {name: "Example Association", country: "KEN"}), 303)
  example = JSON.parse((await promisify(execFile)("bin/upright", ["example"], {maxBuffer: 1 << 24})).stdout) as Record<string, unknown>
  organization = /[a-z2-7]{20}/.exec(location)?.[0] ?? ""
})
after(() => server.stop())

async function expect(answer: Promise<{status: number; body: unknown; location: string}>, status: number) {
  const got = await answer
  assert.equal(got.status, status, JSON.stringify(got.body).slice(0, 2000))
  return got
}

/** A submission with a made-up text, which the seed decides. */
async function submission(seed: number): Promise<string> {
  const file = JSON.stringify({...example, sha256: undefined, manuscript: manuscript(seed, 2, 3).toJSON()})
  const {location} = await expect(ada.upload("/submissions/import", {organization}, "file", "text.upright.json", file), 303)
  return /submissions\/([a-z2-7]{20})/.exec(location)![1]!
}

for (const seed of seeds) {
  test(`seed ${seed}`, async () => {
    const r = random(seed), id = await submission(seed)
    const people = Array.from({length: 2 + Math.floor(r() * 11)}, (_, i) => new Person(ada, id, "p" + i, random(seed + i + 1)))
    for (const person of people) await person.open()
    await Promise.all(people.map(person => person.work(6)))
    for (const person of people) await person.settle()
    const {version, doc} = (await ada.json("GET", `/submissions/${id}/text`)).body as {version: number; doc: unknown}
    const want = JSON.stringify(readManuscript(doc))
    assert.ok(version > 0, "nobody wrote anything")
    for (const person of people) {
      await person.reach(version)
      assert.equal(JSON.stringify(person.state.doc), want, `${person.name} shows another text`)
    }
  })
}
