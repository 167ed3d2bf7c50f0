// The program itself as a process: started, stopped, killed and started again, with a database of its own.
import {spawn, type ChildProcess} from "node:child_process"
import {chmod, mkdtemp, rm} from "node:fs/promises"
import {tmpdir} from "node:os"
import path from "node:path"
import {createInterface} from "node:readline"

/** A folder that goes at the end of the test; the database's account may enter it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "upright-browser-"))
  await chmod(folder, 0o755)
  return folder
}

interface Options {
  /** The data folder of another server, to share its database. */
  readonly data?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** One server. Its address stays the same when it is started again. */
export class Server {
  url = ""
  /** The link for the first account; empty when there is one already. */
  setUp = ""
  /** What it printed and logged, for failing tests. */
  readonly log: string[] = []
  private address = "127.0.0.1:0"
  private process: ChildProcess | null = null
  private ended: Promise<void> = Promise.resolve()

  private constructor(readonly data: string, private readonly own: boolean, private readonly options: Options) {}

  static async start(options: Options = {}): Promise<Server> {
    const server = new Server(options.data ?? path.join(await temporaryFolder(), "data"), options.data === undefined, options)
    await server.start()
    return server
  }

  /** Starts the program and resolves when it says where it is. */
  async start(): Promise<void> {
    const args = ["serve", "-addr", this.address, "-data", this.data, ...this.options.args ?? []]
    const {PATH, HOME, TMPDIR} = process.env
    const child = this.process = spawn("bin/upright", args, {env: {PATH, HOME, TMPDIR, ...this.options.env}, stdio: ["ignore", "pipe", "pipe"]})
    this.ended = new Promise(resolve => child.once("exit", () => resolve()))
    createInterface({input: child.stderr!}).on("line", line => this.log.push(line))
    const said = createInterface({input: child.stdout!})
    await new Promise<void>((resolve, reject) => {
      child.once("error", reject)
      child.once("exit", code => reject(new Error(`the server ended with ${code}:\n${this.log.join("\n")}`)))
      said.on("line", line => {
        this.log.push(line)
        this.url = /^Upright is at (\S+)/.exec(line)?.[1] ?? this.url
        this.setUp = /^\s+(\S+\/set-up\/\S+)$/.exec(line)?.[1] ?? this.setUp
        if (this.url && (this.setUp || this.address !== "127.0.0.1:0" || !this.own)) resolve()
      })
    })
    this.address = new URL(this.url).host
  }

  /** Ends it as a power cut would. The database goes on and is joined at the next start. */
  async kill(): Promise<void> {
    this.process!.kill("SIGKILL")
    await this.ended
  }

  /** Ends it as an administrator would; the last one on a database ends the database too. */
  async stop(): Promise<void> {
    this.process!.kill("SIGTERM")
    await this.ended
    if (this.own) await rm(path.dirname(this.data), {recursive: true, force: true})
  }
}
