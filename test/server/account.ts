// A signed-in person over HTTP, without a browser.
import http from "node:http"
import type {CommitJSON} from "../../assets/shared/collab"

/** What the server answered: the status, and the JSON or the text. */
export interface Answer {readonly status: number; readonly body: unknown; readonly location: string}

/** One session with the server. */
export class Account {
  private readonly cookies = new Map<string, string>()
  private readonly agent = new http.Agent({keepAlive: true})

  constructor(readonly url: string, readonly email: string) {}

  /** Sends a form as a browser without scripts does; redirects are not followed. */
  form(path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    return this.request("POST", path, new URLSearchParams(fields).toString(), "application/x-www-form-urlencoded")
  }

  /** Sends a form with a file. */
  upload(path: string, fields: Readonly<Record<string, string>>, name: string, file: string, content: string): Promise<Answer> {
    const boundary = "form-boundary-7f3a"
    const part = (head: string, value: string) => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`
    const body = Object.entries(fields).map(([key, value]) => part(`name="${key}"`, value)).join("") +
      part(`name="${name}"; filename="${file}"`, content) + `--${boundary}--\r\n`
    return this.request("POST", path, body, "multipart/form-data; boundary=" + boundary)
  }

  json(method: "GET" | "POST", path: string, body = ""): Promise<Answer> {
    return this.request(method, path, body, "application/json")
  }

  /** The commits after a version, at once: what a stream begins with. Null when the right to read is away. */
  commits(base: string, version: number): Promise<readonly CommitJSON[] | null> {
    return new Promise((resolve, reject) => {
      const sent = http.get(`${this.url}${base}/events?version=${version}`, {agent: this.agent, headers: {Cookie: this.cookie(), Accept: "text/event-stream"}}, answer => {
        if (answer.statusCode !== 200) {
          answer.resume()
          return answer.statusCode === 403 || answer.statusCode === 404 ? resolve(null) : reject(new Error(`events: ${answer.statusCode}`))
        }
        let text = ""
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk
          const found = /event: (commits|end)\ndata: (.*)\n\n/.exec(text)
          // The first byte says that the stream is open; nothing may follow for long when there is nothing new.
          if (!found && !text.includes(": here")) return
          if (!found && waiting === undefined) waiting = setTimeout(() => done([]), 30)
          if (found) done(found[1] === "end" ? null : (JSON.parse(found[2]!) as {commits: CommitJSON[]}).commits)
        })
        let waiting: NodeJS.Timeout | undefined
        const done = (list: readonly CommitJSON[] | null) => {
          clearTimeout(waiting)
          sent.destroy()
          resolve(list)
        }
      })
      sent.on("error", error => reject(error))
    })
  }

  private cookie(): string {
    return Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join("; ")
  }

  private request(method: string, path: string, body: string, type: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = {Cookie: this.cookie(), Accept: "application/json", ...(method === "POST" && {"Content-Type": type, "Content-Length": Buffer.byteLength(body)})}
      const sent = http.request(this.url + path, {method, agent: this.agent, headers}, answer => {
        let text = ""
        answer.setEncoding("utf8").on("data", (chunk: string) => { text += chunk }).on("end", () => {
          for (const one of answer.headers["set-cookie"] ?? []) {
            const [name, value] = one.split(";")[0]!.split(/=(.*)/) as [string, string]
            this.cookies.set(name, value)
          }
          const isJSON = answer.headers["content-type"]?.startsWith("application/json")
          resolve({status: answer.statusCode!, body: isJSON ? JSON.parse(text) : text, location: answer.headers.location ?? ""})
        })
      })
      sent.on("error", reject)
      sent.end(body)
    })
  }
}
