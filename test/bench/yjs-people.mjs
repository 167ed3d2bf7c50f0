// People who type in a text of Hocuspocus, with Yjs: one process, one socket each. No editor is attached to the documents,
// which favours Yjs.
//   node yjs-people.mjs URL PEOPLE RATE SECONDS
import {HocuspocusProvider, HocuspocusProviderWebsocket} from "@hocuspocus/provider"
import WebSocket from "ws"
import * as Y from "yjs"
import {now, pause, report, spread, type} from "./pace.mjs"

const [url, ...numbers] = process.argv.slice(2), [people, rate, seconds] = numbers.map(Number)
const begun = new Map() // client → [[clock after the letter, when it was typed], …]
const acknowledged = [], others = []

class Person {
  constructor(index) {
    this.index = index
    this.doc = new Y.Doc()
    begun.set(this.doc.clientID, [])
    this.open = new Promise(resolve => {
      const websocketProvider = new HocuspocusProviderWebsocket({url, WebSocketPolyfill: WebSocket})
      const provider = new HocuspocusProvider({
        websocketProvider, name: "text", document: this.doc, onSynced: () => resolve(),
        onUnsyncedChanges: ({number}) => {
          if (number !== 0) return
          for (const at of this.waiting.splice(0)) acknowledged.push(now() - at)
        },
      })
      provider.attach()
    })
    this.waiting = []
  }

  begin() {
    const list = this.doc.getXmlFragment("prosemirror").toArray()
    this.text = list[(this.index * 37 + 11) % list.length].get(0)
    this.place = 6
    this.clock = Y.getState(this.doc.store, this.doc.clientID)
    if (this.index !== 0 && this.index !== people - 1) return
    const seen = new Map()
    this.doc.on("update", (_update, _origin, _doc, transaction) => {
      if (transaction.local) return
      const time = now()
      for (const [client, letters] of begun) {
        if (client === this.doc.clientID) continue
        const have = Y.getState(this.doc.store, client)
        let next = seen.get(client) ?? 0
        for (; next < letters.length && letters[next][0] <= have; next++) others.push(time - letters[next][1])
        seen.set(client, next)
      }
    })
  }

  edit() {
    const time = now()
    begun.get(this.doc.clientID).push([++this.clock, time])
    this.waiting.push(time)
    this.text.insert(this.place++, "x")
  }
}

const list = Array.from({length: people}, (_, index) => new Person(index))
await Promise.all(list.map(person => person.open))
await pause(500)
for (const person of list) person.begin()
const cpu = process.cpuUsage()
await type(people, rate, seconds, person => list[person].edit())
const whole = () => list.every(person => list.every(other => Y.getState(person.doc.store, other.doc.clientID) >= other.clock))
for (let waited = 0; waited < 20_000 && !whole(); waited += 100) await pause(100)
const {user, system} = process.cpuUsage(cpu)
report({
  durable: null, acknowledged: spread(acknowledged), others: spread(others), edits: acknowledged.length,
  failed: whole() ? 0 : 1, "client cpu": (user + system) / 1e6,
})
