// The editor's page over HTTP with the authority in memory behind it, under the Content-Security-Policy of the program.
import {readdirSync, readFileSync} from "node:fs"
import {createServer, type IncomingMessage, type Server, type ServerResponse} from "node:http"
import type {AddressInfo} from "node:net"
import * as esbuild from "esbuild"
import {Problem, type ProblemKind} from "../transport"
import {FakeServer} from "./server"

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const status: Partial<Record<ProblemKind, number>> = {refused: 422, "signed-out": 401, forbidden: 403, busy: 503, "stale-bundle": 409}

export interface Site {
  readonly url: string
  readonly server: FakeServer
  findings: unknown[]
  close(): void
}

/** Serves the page for a manuscript. What it is served with is built from the sources, once. */
export async function site(server: FakeServer, direction: "ltr" | "rtl" = "ltr"): Promise<Site> {
  const {outputFiles} = await esbuild.build({
    entryPoints: {"editor": "assets/editor/main.ts", "editor-look": "assets/css/editor.css", "app": "assets/css/app.css"},
    bundle: true, write: false, outdir: "out", format: "esm", target: "es2022", loader: {".svg": "dataurl"},
  })
  const files = new Map(outputFiles.map(file => ["/" + file.path.split("/").pop()!, file.text]))
  const line = server.line()
  const made: Site = {url: "", server, findings: [], close: () => { http.closeAllConnections(); http.close() }}

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url!, "http://localhost"), file = files.get(url.pathname)
    const json = (code: number, value: unknown) => { response.writeHead(code, {"Content-Type": "application/json"}); response.end(JSON.stringify(value)) }
    if (file) {
      response.writeHead(200, {"Content-Type": url.pathname.endsWith(".css") ? "text/css" : "text/javascript"})
      return response.end(file)
    }
    const abort = new AbortController()
    request.on("close", () => abort.abort())
    response.on("close", () => abort.abort())
    try {
      switch (url.pathname) {
        case "/": response.writeHead(200, {"Content-Type": "text/html", "Content-Security-Policy": policy}); return response.end(page(direction))
        case "/favicon.ico": response.writeHead(204); return response.end()
        case "/findings": return json(200, {version: server.authority.version, findings: made.findings})
        case "/text": return json(200, await line.text(abort.signal))
        case "/commits": {
          let body = ""
          for await (const chunk of request) body += String(chunk)
          const {client, ref, base, steps, epoch, heard} = JSON.parse(body) as {client: string; ref: string; base: number; steps: unknown; epoch: string; heard: boolean}
          return json(200, {commits: await line.commit(client, {ref, base, steps: JSON.stringify(steps)}, abort.signal, epoch, heard)})
        }
        case "/events": return await stream(response, Number(url.searchParams.get("version")), url.searchParams.get("epoch") ?? "", abort.signal)
      }
      json(404, {error: {kind: "not-found", message: ""}})
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const code = status[error.kind]
      if (code && !response.headersSent) json(code, {error: {kind: error.kind, message: ""}})
      else response.destroy()
    }
  }
  const stream = async (response: ServerResponse, version: number, epoch: string, signal: AbortSignal) => {
    const begin = () => { if (!response.headersSent) response.writeHead(200, {"Content-Type": "text/event-stream"}) }
    await line.news(version, "stream", null, {
      beat: () => { begin(); response.write(": here\n\n") },
      commits: list => { begin(); response.write("event: commits\ndata: " + JSON.stringify({commits: list}) + "\n\n") },
      topics() {}, presence() {}, reload() {}, crowded() {}, end() {},
    }, signal, epoch)
  }
  const http: Server = createServer((request, response) => void answer(request, response))
  await new Promise<void>(resolve => http.listen(0, "127.0.0.1", resolve))
  return Object.assign(made, {url: `http://localhost:${(http.address() as AddressInfo).port}/`})
}

// What the page asks for beside the text, and does without here: the site has none of it.
const absent = Object.fromEntries(["rights", "comments", "presence", "authors", "team", "assign", "solidarity", "solidarityMatrix", "solidarityLinks", "preview", "pictures", "glyphs", "pdf"].map(name => [name, "/" + name]))

function page(direction: "ltr" | "rtl"): string {
  const folder = "internal/i18n/messages/en/"
  const catalogues = readdirSync(folder).filter(name => name.startsWith("editor")).map(name => JSON.parse(readFileSync(folder + name, "utf8")) as object)
  const messages = Object.assign({}, ...catalogues) as unknown
  const config = {
    submission: "s", bundle: "build", urls: {text: "/text", commits: "/commits", events: "/events", findings: "/findings", check: "/check", ...absent},
    pageLanguage: "en", textLanguage: direction === "rtl" ? "ar" : "en", direction, messages, user: {id: "u", as: "u", name: "Ana"}, rights: {comment: true, suggest: true, edit: true, coordinate: true, final: false}, limit: {words: 2815, rule: "UPR-LEN-01", notes: false},
    guidance: {rights: {what: "What belongs here", looksFor: "What is looked for", example: "An example.", rule: "UPR-CON-10"}},
  }
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Text</title>
<link rel="stylesheet" href="/app.css"><link rel="stylesheet" href="/editor-look.css"></head><body><main><h1>Text</h1><div id="editor"></div></main>
<script type="application/json" id="editor-config">${JSON.stringify(config).replace(/</g, "\\u003c")}</script><script type="module" src="/editor.js"></script></body></html>`
}
