// Measures people who type in one text: Upright with one and with two processes, and Hocuspocus beside it, on the same
// PostgreSQL, at the same rate, each run by clients of the same kind in one process. Prints one line of JSON for each run.
//   UPRIGHT_TEST_DATABASE_URL=… node test/bench/typing.mjs [SECONDS [PEOPLE,…]]
import {execFile, spawn} from "node:child_process"
import {readFileSync} from "node:fs"
import {mkdtemp, rm, writeFile} from "node:fs/promises"
import {tmpdir} from "node:os"
import path from "node:path"
import {createInterface} from "node:readline"
import {promisify} from "node:util"
import pg from "pg"
import {portable} from "./text.mjs"

const run = promisify(execFile)
const here = import.meta.dirname, program = process.env.UPRIGHT_PROGRAM ?? path.join(here, "../../bin/upright")
const admin = process.env.UPRIGHT_TEST_DATABASE_URL, seconds = process.argv[2] ?? "10", rate = 5
const crowds = (process.argv[3] ?? "1,10,50,100,200,300").split(",").map(Number)
if (!admin) throw new Error("UPRIGHT_TEST_DATABASE_URL names no database")

/** Makes an empty database on the server and gives its address. */
async function database(name) {
  const client = new pg.Client({connectionString: admin})
  await client.connect()
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  return admin.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, "$1" + name) // URL refuses an address without a host
}

const running = []

/** Starts a server and resolves with what the line that says where it is says. */
async function start(command, args, env, pattern) {
  const child = spawn(command, args, {env: {...process.env, ...env}, stdio: ["ignore", "pipe", "pipe"], cwd: here})
  running.push(child)
  let said = ""
  child.stderr.on("data", chunk => { said = (said + chunk).slice(-4000) })
  const found = await new Promise((resolve, reject) => {
    child.once("exit", code => reject(new Error(`${command} ended with ${code}: ${said}`)))
    createInterface({input: child.stdout}).on("line", line => {
      const match = pattern.exec(line)
      if (match) resolve(match[1])
    })
  })
  return {found, child}
}

/** Seconds of processor and the peak of memory in MB that a process has used. */
function used({pid}) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]
  return {cpu: (Number(stat[11]) + Number(stat[12])) / 100, peak: Number(peak) / 1000}
}

async function measure(what, people, script, args, servers, more = {}) {
  const before = servers.map(({child}) => used(child))
  const {stdout} = await run("node", [path.join(here, script), ...args, String(people), String(rate), seconds], {maxBuffer: 1 << 24})
  const after = servers.map(({child}) => used(child))
  const cpu = after.reduce((sum, one, i) => sum + one.cpu - before[i].cpu, 0), peak = after.reduce((sum, one) => sum + one.peak, 0)
  process.stdout.write(JSON.stringify({what, people, ...more, seconds: Number(seconds), cpu, peak, ...JSON.parse(stdout)}) + "\n")
}

/** How many persons share the typing: each may hold twenty streams open at the most. */
const persons = 40

/** Makes an account and returns its session. */
async function signedIn(server, env, number) {
  const email = `person-${number}@example.org`, password = "a long sentence for measuring"
  const {stdout} = await run(program, ["user", "add", `Person ${number}`, email], {env})
  const link = /\S+(\/reset\/\S+)/.exec(stdout)[1]
  const form = (address, fields) => fetch(server + address, {method: "POST", body: new URLSearchParams(fields), redirect: "manual"})
  const set = await form(link, {password, repeat: password})
  if (set.status !== 303) throw new Error(`password: ${set.status} ${await set.text()}`)
  return (await form("/sign-in", {email, password})).headers.getSetCookie().map(one => one.split(";")[0]).join("; ")
}

/** Sessions, and submissions with the text in which their persons write. */
async function prepare(url, server, folder) {
  const env = {...process.env, DATABASE_URL: url}, cookies = []
  for (let n = 0; n < persons; n++) cookies.push(await signedIn(server, env, n))
  const example = JSON.parse((await run(program, ["example"], {maxBuffer: 1 << 24})).stdout)
  const texts = []
  for (let n = 0; n < crowds.length + 21; n++) {
    const file = path.join(folder, `text-${n}.upright.json`)
    await writeFile(file, JSON.stringify(portable(example)))
    const made = (await run(program, ["import", "-user", "person-0@example.org", file], {env})).stdout
    texts.push(/[a-z2-7]{20}/.exec(made)[0])
  }
  const client = new pg.Client({connectionString: url})
  await client.connect()
  await client.query(`INSERT INTO submission_people (submission_id, user_id, role, began_at)
    SELECT s.id, u.id, 'editor', now() FROM submissions s, users u WHERE u.email <> 'person-0@example.org'`)
  await client.end()
  return {cookies: cookies.join(","), texts}
}

const folder = await mkdtemp(path.join(tmpdir(), "upright-bench-"))
try {
  const url = await database("upright_typing")
  const serve = () => start(program, ["serve", "-addr", "127.0.0.1:0"], {DATABASE_URL: url, UPRIGHT_LOG_LEVEL: "error"}, /^Upright is at (\S+)/)
  const first = await serve()
  const {cookies, texts} = await prepare(url, first.found, folder)
  const hocuspocus = await start("node", [path.join(here, "hocuspocus.mjs"), await database("hocuspocus_typing")], {}, /^listening (\d+)/)
  for (const people of crowds) {
    await measure("upright", people, "upright-people.mjs", [first.found, cookies, texts.shift()], [first])
    await measure("hocuspocus", people, "yjs-people.mjs", [`ws://127.0.0.1:${hocuspocus.found}`], [hocuspocus])
  }
  await measure("upright", 100, "upright-people.mjs", [first.found, cookies, texts.splice(0, 20).join(",")], [first], {texts: 20})
  const second = await serve()
  await measure("upright, two processes", 50, "upright-people.mjs", [`${first.found},${second.found}`, cookies, texts.shift()], [first, second])
} finally {
  for (const child of running) child.kill("SIGTERM")
  await rm(folder, {recursive: true, force: true})
}
