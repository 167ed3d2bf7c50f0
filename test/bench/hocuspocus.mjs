// A Hocuspocus server that keeps its text in PostgreSQL by its own extension, with its usual delay: it acknowledges from
// memory and writes at most 2 to 10 seconds later.
//   node hocuspocus.mjs DATABASE_URL
import {Database} from "@hocuspocus/extension-database"
import {Server} from "@hocuspocus/server"
import pg from "pg"
import * as Y from "yjs"
import {paragraphs} from "./text.mjs"

const database = new pg.Pool({connectionString: process.argv[2]})
await database.query("CREATE TABLE IF NOT EXISTS hocuspocus (name text PRIMARY KEY, data bytea NOT NULL)")
const first = new Y.Doc()
first.getXmlFragment("prosemirror").push(paragraphs.map(text => {
  const element = new Y.XmlElement("paragraph")
  element.insert(0, [new Y.XmlText(text)])
  return element
}))
await database.query("INSERT INTO hocuspocus VALUES ('text', $1) ON CONFLICT (name) DO UPDATE SET data = EXCLUDED.data", [Buffer.from(Y.encodeStateAsUpdate(first))])
const server = new Server({
  port: 0, address: "127.0.0.1", quiet: true,
  extensions: [new Database({
    fetch: async ({documentName}) => (await database.query("SELECT data FROM hocuspocus WHERE name = $1", [documentName])).rows[0]?.data ?? null,
    store: async ({documentName, state}) => {
      await database.query("INSERT INTO hocuspocus VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET data = EXCLUDED.data", [documentName, Buffer.from(state)])
    },
  })],
})
await server.listen()
process.stdout.write(`listening ${server.address.port}\n`)
process.on("SIGTERM", () => process.exit(0))
