// A mail server that keeps what it is sent.
import {createServer, type AddressInfo, type Server, type Socket} from "node:net"
import {createInterface} from "node:readline"

/** A message as it came over the line. */
export interface Mail {readonly to: string; readonly source: string}

export class MailServer {
  private readonly mails: Mail[] = []
  private readonly waiting: ((mail: Mail) => void)[] = []
  private constructor(private readonly server: Server) {}

  static async start(): Promise<MailServer> {
    const server = createServer(), mails = new MailServer(server)
    server.on("connection", socket => mails.serve(socket))
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
    return mails
  }

  /** What the program is told about it. */
  get env(): Record<string, string> {
    const {port} = this.server.address() as AddressInfo
    return {UPRIGHT_SMTP_URL: `smtp://127.0.0.1:${port}?tls=none`, UPRIGHT_MAIL_FROM: "Upright <upright@example.org>"}
  }

  /** The next message that was not asked for yet; waits for it. */
  next(): Promise<Mail> {
    const mail = this.mails.shift()
    return mail ? Promise.resolve(mail) : new Promise(resolve => this.waiting.push(resolve))
  }

  stop(): void { this.server.close() }

  private serve(socket: Socket): void {
    const say = (line: string) => socket.write(line + "\r\n")
    let to = "", lines: string[] | null = null
    say("220 mail.example.org")
    createInterface({input: socket}).on("line", line => {
      if (lines && line !== ".") return void lines.push(line)
      if (lines) {
        this.take({to, source: lines.join("\n")})
        lines = null
        return void say("250 kept")
      }
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === "RCPT") to = /<(.*)>/.exec(line)?.[1] ?? ""
      if (verb === "DATA") lines = []
      say(verb === "DATA" ? "354 go on" : verb === "QUIT" ? "221 bye" : "250 ok")
      if (verb === "QUIT") socket.end()
    })
  }

  private take(mail: Mail): void {
    const reader = this.waiting.shift()
    if (reader) reader(mail)
    else this.mails.push(mail)
  }
}

/** The address of a link in a message, with quoted-printable undone. */
export function linkIn(mail: Mail, path: string): string {
  const text = mail.source.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  const found = new RegExp(`http://\\S*?${path}/[\\w-]+`).exec(text)
  if (!found) throw new Error(`no link to ${path} in:\n${text}`)
  return found[0]
}
