// Many people in one text on the running program, each on a line that fails: in the end everybody shows the same text,
// the server has it, it is a manuscript, and every character has its author. UPRIGHT_SEEDS asks for more runs, UPRIGHT_SEED for one again.
import assert from "node:assert/strict"
import {execFile} from "node:child_process"
import {after, before, test} from "node:test"
import {promisify} from "node:util"
import type {Node} from "prosemirror-model"
import {readManuscript} from "../../assets/shared/check"
import {manuscript, random} from "../../assets/shared/testing/random"
import {Server} from "../browser/harness/server"
import {Account} from "./account"
import {Person} from "./person"

const seeds = process.env["UPRIGHT_SEED"] ? [Number(process.env["UPRIGHT_SEED"])]
  : Array.from({length: Number(process.env["UPRIGHT_SEEDS"] ?? 200)}, () => Math.floor(Math.random() * 2 ** 31))

/** What Ben may be, from one moment to the next. */
const roles = ["reader", "commenter", "suggester", "editor"] as const

let refused = 0
let server: Server, ada: Account, ben: Account, organization: string, example: Record<string, unknown>

before(async () => {
  server = await Server.start()
  ada = new Account(server.url, "ada@example.org")
  const path = new URL(server.setUp).pathname
  await expect(ada.form(path, {name: "Ada Example", email: ada.email, password: "seven quiet rivers run"}), 303)
  const {location} = await expect(ada.form("/organizations/new", {name: "Example Association", country: "KEN"}), 303)
  example = JSON.parse((await promisify(execFile)("bin/upright", ["example"], {maxBuffer: 1 << 24})).stdout) as Record<string, unknown>
  organization = /[a-z2-7]{20}/.exec(location)?.[0] ?? ""
  // Ben writes too, and is the one whose right comes and goes.
  ben = new Account(server.url, "ben@example.org")
  const first = await submission(1), link = await invite(first)
  await expect(ben.form(link, {name: "Ben Example", email: ben.email, password: "eight quiet rivers run"}), 303)
})
after(() => server.stop())

/** A link by which somebody becomes an editor. */
async function invite(submission: string): Promise<string> {
  const {body} = await expect(ada.form(`/submissions/${submission}/people/invite`, {organization, role: "editor"}), 201)
  return /\/join\/[\w-]+/.exec(String(body))![0]
}

/** Lets Ben write in a submission and returns what changes his role there. */
async function admit(submission: string): Promise<(role: string) => Promise<unknown>> {
  await expect(ben.form(await invite(submission), {}), 303)
  const {body} = await expect(ada.json("GET", `/submissions/${submission}/people`), 200)
  const person = new RegExp(`/submissions/${submission}/people/([a-z2-7]{26})"`).exec(String(body))![1]!
  return role => expect(ada.form(`/submissions/${submission}/people/${person}`, {role}), 303)
}

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

interface Authors {readonly version: number; readonly users: readonly string[]; readonly runs: readonly number[]; readonly shares: Readonly<Record<string, readonly number[]>>}

/** Every position of the text has an author, one of the two accounts, and every character, in units of UTF-16, counts for one. */
async function wantAuthors(id: string, version: number, manuscript: Node): Promise<void> {
  const {body} = await expect(ada.json("GET", `/submissions/${id}/text/authors?version=${version}`), 200)
  const {version: of, users, runs, shares} = body as Authors
  const lengths = runs.filter((_, i) => i % 2 === 0), whose = runs.filter((_, i) => i % 2 === 1)
  assert.equal(of, version)
  assert.equal(lengths.reduce((sum, n) => sum + n, 0), manuscript.content.size, "positions with an author")
  assert.ok(users.length <= 2 && whose.every(i => users[i]), `authors ${users.join()}: ${runs.join()}`)
  const counted = Object.values(shares).flatMap(share => share.filter((_, i) => i % 2 === 1)).reduce((sum, n) => sum + n, 0)
  assert.equal(counted, manuscript.textContent.length, "characters with an author")
}

for (const seed of seeds) {
  test(`seed ${seed}`, async () => {
    const r = random(seed), id = await submission(seed)
    const setRole = await admit(id)
    const people = Array.from({length: 2 + Math.floor(r() * 11)}, (_, i) => new Person(i === 1 ? ben : ada, id, "p" + i, random(seed + i + 1)))
    for (const person of people) await person.open()
    const changes = Array.from({length: 1 + Math.floor(r() * 5)}, () => roles[Math.floor(r() * roles.length)]!)
    const change = async () => { for (const role of [...changes, "editor"]) await setRole(role) }
    await Promise.all([change(), ...people.map(person => person.work(6))])
    for (const person of people) await person.settle()
    refused += people[1]!.refused
    const {version, doc} = (await ada.json("GET", `/submissions/${id}/text`)).body as {version: number; doc: unknown}
    const want = JSON.stringify(readManuscript(doc))
    assert.ok(version > 0, "nobody wrote anything")
    await wantAuthors(id, version, readManuscript(doc))
    for (const person of people) {
      await person.reach(version)
      assert.equal(JSON.stringify(person.state.doc), want, `${person.name} shows another text`)
    }
  })
}

test("the changes of rights were felt", () => {
  if (seeds.length > 20) assert.ok(refused > 0, "nobody was ever refused")
})
