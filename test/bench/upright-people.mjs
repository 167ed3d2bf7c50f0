// People who type in a text of Upright: one process, one POST for a letter, one stream of events each.
//   node upright-people.mjs URL COOKIE SUBMISSION PEOPLE RATE SECONDS    (several URLs, sessions or submissions,
// joined by commas, share the people)
// Every person follows every commit and keeps their own place by it, as an editor does; the first and the last say how
// long the letters of the others took. All people share the machine with the server, so an event that many of them get
// alike is read as JSON once.
import {randomBytes} from "node:crypto"
import http from "node:http"
import {now, pause, report, spread, type} from "./pace.mjs"

const [urls, sessions, submission, ...numbers] = process.argv.slice(2), [people, rate, seconds] = numbers.map(Number)
const servers = urls.split(","), submissions = submission.split(","), cookies = sessions.split(","), agent = new http.Agent({keepAlive: true, maxSockets: people})
const letters = "abcdefghijklmnopqrstuvwxyz234567"
const identifier = () => Array.from(randomBytes(20), byte => letters[byte & 31]).join("")
const begun = new Map() // ref → when its letter was typed
const durable = [], others = []
let failed = 0

function request(server, cookie, path, {method = "GET", body = "", accept = "application/json"}, answer) {
  const sent = http.request(server + path, {method, agent: accept === "application/json" ? agent : undefined, headers: {
    Cookie: cookie, Accept: accept, ...(body && {"Content-Type": "application/json", "Content-Length": Buffer.byteLength(body)}),
  }}, answer)
  sent.on("error", error => { throw error })
  sent.end(body)
}
const grown = ({from, to, slice}) => ({from, to, size: slice.content[0].text.length})
const lately = new Map() // events that were read, the last few, by their length and how they begin: refs are random
function read(event) {
  const key = event.length + event.slice(0, 300)
  let found = lately.get(key)
  if (!found) {
    found = JSON.parse(event.slice(event.indexOf("data: ") + 6)).commits
      .map(({v, client, ref, steps}) => ({v, client, ref, changes: steps.map(grown)}))
    lately.set(key, found)
    if (lately.size > 64) lately.delete(lately.keys().next().value)
  }
  return found
}
const whole = (server, cookie, path, options = {}) => new Promise((resolve, reject) => request(server, cookie, path, options, response => {
  let text = ""
  response.setEncoding("utf8").on("data", chunk => { text += chunk }).on("end", () =>
    response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(`${path}: ${response.statusCode} ${text}`)))
}))

class Person {
  version = 0
  place = 0
  // One commit is on its way at a time; letters typed meanwhile go with the next, as in the editor.
  sending = null
  waiting = []

  constructor(index) {
    this.index = index
    this.server = servers[index % servers.length]
    this.cookie = cookies[index % cookies.length]
    this.text = `/submissions/${submissions[index % submissions.length]}/text`
    this.client = identifier()
    this.watches = index < submissions.length || index === people - 1 // one of each text at least
  }

  async open() {
    const {version, doc, bundle} = await whole(this.server, this.cookie, this.text)
    Object.assign(this, {version, bundle})
    const part = doc.content[0], target = 1 + (this.index * 37 + 11) % (part.content.length - 1)
    const size = node => node.type === "text" ? node.text.length : 2 + (node.content ?? []).reduce((sum, child) => sum + size(child), 0)
    this.place = 1 + part.content.slice(0, target).reduce((sum, child) => sum + size(child), 0) + 6
    await new Promise(resolve => request(this.server, this.cookie, `${this.text}/events?version=${version}`, {accept: "text/event-stream"}, stream => {
      let rest = ""
      stream.setEncoding("utf8").on("data", chunk => {
        const events = (rest + chunk).split("\n\n")
        rest = events.pop()
        for (const event of events) {
          if (event.startsWith("event: commits\n")) this.take(read(event))
          else if (event.startsWith("event:")) throw new Error("not a commit: " + event)
        }
        resolve()
      })
    }))
  }

  take(commits) {
    const time = now()
    for (const commit of commits) {
      if (commit.v <= this.version) continue
      this.version = commit.v
      if (commit.client === this.client) {
        const last = commit.changes.at(-1)
        this.place = last.from + last.size
        this.sending = null
        continue
      }
      for (const {from, to, size} of commit.changes) if (from <= this.place) this.place += size - (to - from)
      if (this.watches) for (const at of begun.get(commit.ref) ?? []) others.push(time - at)
    }
    if (!this.sending && this.waiting.length) this.send()
  }

  edit() {
    this.waiting.push(now())
    if (!this.sending) this.send()
  }

  send() {
    const ref = identifier(), typed = this.waiting.splice(0)
    begun.set(ref, typed)
    this.sending = ref
    const text = "abcdefghij".repeat(1 + typed.length / 10).slice(0, typed.length)
    const steps = [{stepType: "replace", from: this.place, to: this.place, slice: {content: [{type: "text", text}]}}]
    const body = JSON.stringify({bundle: this.bundle, client: this.client, ref, base: this.version, heard: true, steps})
    whole(this.server, this.cookie, `${this.text}/commits`, {method: "POST", body}).then(({commits}) => {
      for (const at of typed) durable.push(now() - at)
      const own = commits.at(-1)
      if (own.v === this.version + 1) this.take([{...own, changes: (own.steps ?? steps).map(grown)}]) // else the stream brings it, after what came before it
    }, error => {
      failed++
      this.sending = null
      process.stderr.write(error.message + "\n")
    })
  }
}

const list = Array.from({length: people}, (_, index) => new Person(index))
for (const person of list) await person.open()
const cpu = process.cpuUsage()
await type(people, rate, seconds, person => list[person].edit())
for (let waited = 0; waited < 20_000 && list.some(person => person.sending || person.waiting.length); waited += 20) await pause(20)
await pause(200)
const {user, system} = process.cpuUsage(cpu)
const head = text => Math.max(...list.filter(person => person.text === text).map(person => person.version))
report({
  durable: spread(durable), others: spread(others), edits: durable.length, failed,
  behind: list.filter(person => person.version < head(person.text)).length, "client cpu": (user + system) / 1e6,
})
