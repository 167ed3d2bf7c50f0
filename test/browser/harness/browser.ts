// Chromium, with everything that must never happen watched: requests to other hosts, breaches of the page's policy,
// exceptions in scripts.
import {spawn, type ChildProcess} from "node:child_process"
import {existsSync} from "node:fs"
import {rm} from "node:fs/promises"
import {createInterface} from "node:readline"
import {chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page} from "playwright-core"
import {temporaryFolder} from "./server"

const places = [process.env["UPRIGHT_CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

function executable(): string {
  const found = places.find(place => place !== undefined && existsSync(place))
  if (!found) throw new Error("no Chromium; set UPRIGHT_CHROMIUM to its path")
  return found
}

// No name is ever looked up: a request that the watch could not see would fail all the same.
const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]

/** Starts Chromium for tests that do not kill it. */
export const launch = (): Promise<Browser> => chromium.launch({executablePath: executable(), headless: true, args: flags})

/** How long a state of the page is waited for before the test fails, in milliseconds: far more than it takes. */
const patience = 15_000

/** What went wrong in the pages of a context; a test ends with none. */
export class Watch {
  readonly complaints: string[] = []
  constructor(context: BrowserContext) {
    context.setDefaultTimeout(patience)
    context.on("request", request => {
      const {protocol, hostname} = new URL(request.url())
      if (hostname !== "127.0.0.1" && /^(http|ws)s?:$/.test(protocol)) this.complaints.push("foreign request: " + request.url())
    })
    context.on("weberror", error => this.complaints.push(error.error().stack ?? String(error.error())))
    context.on("console", message => { if (message.text().includes("Security Policy")) this.complaints.push(message.text()) })
  }
}

/** A fresh person's browser: no cookies, nothing kept. Pages in English unless said otherwise. */
export async function visitor(browser: Browser, options: BrowserContextOptions = {}): Promise<{context: BrowserContext; page: Page; watch: Watch}> {
  const context = await browser.newContext({viewport: {width: 1280, height: 800}, locale: "en-GB", timezoneId: "Africa/Nairobi", ...options})
  const watch = new Watch(context)
  return {context, page: await context.newPage(), watch}
}

/** A browser with a profile on disk whose process can be killed and started again. */
export class Device {
  context!: BrowserContext
  page!: Page
  watch!: Watch
  private process!: ChildProcess
  private ended: Promise<unknown> = Promise.resolve()
  private constructor(private readonly profile: string) {}

  static async start(): Promise<Device> {
    const device = new Device(await temporaryFolder())
    await device.start()
    return device
  }

  async start(): Promise<void> {
    const child = this.process = spawn(executable(), [
      ...flags, "--headless", "--remote-debugging-port=0", "--user-data-dir=" + this.profile, "--lang=en-GB",
      "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows",
      "about:blank",
    ], {stdio: ["ignore", "ignore", "pipe"]})
    this.ended = new Promise(resolve => child.once("exit", resolve))
    const endpoint = await new Promise<string>((resolve, reject) => {
      child.once("error", reject)
      child.once("exit", code => reject(new Error(`Chromium ended with ${code}`)))
      createInterface({input: child.stderr!}).on("line", line => {
        const found = /^DevTools listening on (\S+)/.exec(line)
        if (found) resolve(found[1]!)
      })
    })
    const browser = await chromium.connectOverCDP(endpoint)
    this.context = browser.contexts()[0]!
    this.watch = new Watch(this.context)
    this.page = await this.context.newPage()
    await this.page.setViewportSize({width: 1280, height: 800})
  }

  /** Ends the browser as a crash would: nothing is written any more, no page is told. */
  async kill(): Promise<void> {
    this.process.kill("SIGKILL")
    await this.ended
  }

  async remove(): Promise<void> {
    await this.kill()
    await rm(this.profile, {recursive: true, force: true, maxRetries: 10, retryDelay: 200})
  }
}
