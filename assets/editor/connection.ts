// The line to the server: one state, one dispatch. Everything that happens (typing, answers, news, failures, timers,
// the browser saying that the network is back) is an event; each is handled to its end before the next one.
//
// A commit in flight is sent again, with the same ref, until it is answered. Sending does not wait for the stream of
// news and the stream does not wait for sending: what either brings is merged by version. Where there is a stream, the
// answer to a commit leaves to it what others wrote: on a slow line nothing comes twice.
import {Gap, type CommitJSON} from "../shared/collab"
import type {InFlight} from "../shared/pending"
import {times, type Beside, type Clock, type Copy, type Line, type Phase, type Reason} from "./line"
import {Problem, type PresenceJSON, type Text, type Transport} from "./transport"

type Event =
  | {type: "start" | "edited" | "send" | "wake" | "again" | "beat" | "silent" | "reload" | "end" | "crowded" | "closed" | "overdue" | "hidden" | "rest" | "visible" | "stop"}
  | {type: "loaded"; text: Text}
  | {type: "frozen"; commit: InFlight | null}
  | {type: "topics"; topics: readonly string[]; mark: string}
  | {type: "presence"; presence: PresenceJSON}
  | {type: "answered" | "news"; commits: readonly CommitJSON[]}
  | {type: "failed"; of: "text" | "commit" | "news"; problem: Problem}

interface Options {
  readonly copy: Copy
  readonly transport: Transport
  readonly client: string
  readonly bundle: string
  readonly clock: Clock
  readonly changed: (line: Line) => void
  /** Without it nobody asks for what happens beside the text. */
  readonly beside?: Beside | undefined
  /** Told when the server has ended the right to read, and when it gives the text again. */
  readonly readable?: ((may: boolean) => void) | undefined
}

export class Connection {
  line: Line = {phase: "loading", reason: null}
  private attempts = 0
  // Whether the stream has brought a byte; a proxy that holds streams back never lets one through.
  private streamed = false
  private mode: "stream" | "poll" = "stream"
  // Whether the server had no line for this tab: then it asks now and then, until there is room or somebody looks at it.
  private crowded = false
  private listening: AbortController | null = null
  private posting: AbortController | null = null
  private fetching: AbortController | null = null
  // Whether the server has the commit in flight, and left to the stream what came before it.
  private taken = false
  // Whether this copy cannot go on from where it is and takes the server's text as it comes.
  private gone = false
  // Whether the server itself has ended the stream: then "signed out" means that somebody wanted it so.
  private told = false
  // Whether the page is hidden and listens to no news: what is typed before that is still sent.
  private resting = false
  private stopped = false
  private handling = false
  private mark = "" // up to where the news beside the text are known
  private readonly queue: Event[] = []
  private readonly timers = new Map<string, () => void>()

  constructor(private readonly o: Options) {}

  /**
   * Takes an event. One that comes up while another is handled waits for its end. An error, from what shows the text for
   * example, passes to the caller and ends that event only: sending goes on with the next one.
   */
  dispatch(event: Event): void {
    this.queue.push(event)
    if (this.handling) return
    this.handling = true
    try {
      for (let next = this.queue.shift(); next; next = this.queue.shift()) if (!this.stopped) this.handle(next)
    } finally {
      this.handling = false
    }
  }

  private handle(event: Event): void {
    switch (event.type) {
      case "start": return this.start()
      case "edited": return this.timer("send", times.gather, "send", true)
      case "send": return this.send()
      case "wake": return this.wake()
      case "again": return this.again()
      case "loaded": return this.loaded(event.text)
      case "frozen": return event.commit ? this.post(event.commit) : this.idle()
      case "answered": return this.answered(event.commits)
      case "news": this.merge(event.commits); return this.settle()
      case "overdue": return this.untake()
      case "topics": return this.topics(event.topics, event.mark)
      case "presence": return this.o.beside?.presence(event.presence)
      case "beat": return this.beat()
      case "silent": return this.silent()
      case "closed": return this.closed()
      case "hidden": return this.timer("rest", times.hidden, "rest")
      case "rest": this.resting = true; return this.hangUp()
      case "visible": return this.visible()
      case "reload": this.gone = true; return this.fetch()
      case "end": this.told = true; return this.fetch()
      case "crowded": this.crowded = true; return
      case "failed": return this.failed(event.of, event.problem)
      case "stop": return this.stop()
    }
  }

  private set(phase: Phase, reason: Reason | null = null): void {
    if (phase === this.line.phase && reason === this.line.reason) return
    this.line = {phase, reason}
    this.o.changed(this.line)
  }

  // Starts a timer that dispatches an event; keep leaves one that runs already.
  private timer(name: string, wait: number, type: "send" | "wake" | "silent" | "rest" | "overdue", keep = false): void {
    if (keep && this.timers.has(name)) return
    this.timers.get(name)?.()
    this.timers.set(name, this.o.clock.after(wait, () => {
      this.timers.delete(name)
      this.dispatch({type})
    }))
  }
  private cancel(name: string): void {
    this.timers.get(name)?.()
    this.timers.delete(name)
  }

  // A text restored from the device is shown at once and counts as offline until the server is heard.
  private start(): void {
    if (this.o.copy.version === null) return this.fetch()
    this.set("offline")
    this.wake()
  }

  // ---- The text

  private fetch(): void {
    if (this.fetching) return
    const abort = this.fetching = new AbortController()
    const cancel = this.o.clock.after(times.answer, () => abort.abort())
    this.o.transport.text(abort.signal).then(
      text => this.dispatch({type: "loaded", text}),
      error => this.dispatch({type: "failed", of: "text", problem: asProblem(error)}),
    ).finally(cancel)
  }

  private loaded(text: Text): void {
    this.fetching = null
    if (text.bundle !== this.o.bundle) return this.end("stale-bundle")
    // After "end" the text may only have been asked for to see whether the right is still there.
    const {version, epoch} = this.o.copy
    if (version === null || text.version < version || text.epoch !== epoch || this.gone) this.o.copy.replace(text)
    this.gone = this.told = false
    this.o.readable?.(true)
    this.set("online")
    this.settle()
    this.listen()
    this.send()
  }

  // ---- Sending

  private send(): void {
    const {phase} = this.line
    if (this.posting || phase === "loading" || phase === "ended" || this.spared) return
    const {copy} = this.o
    if (copy.inFlight) return this.post(copy.inFlight)
    if (!copy.waiting) return
    const turn = this.posting = new AbortController()
    if (phase !== "offline") this.set("sending")
    const tell = (event: Event) => { if (this.posting === turn) this.dispatch(event) }
    copy.take().then(
      commit => tell({type: "frozen", commit}),
      error => tell({type: "failed", of: "commit", problem: asProblem(error)}),
    )
  }

  // While the line is down, "offline" stays to be seen until an attempt has succeeded.
  private post(commit: InFlight): void {
    const abort = this.posting = new AbortController()
    if (this.line.phase !== "offline") this.set("sending")
    const tell = (event: Event) => { if (this.posting === abort) this.dispatch(event) }
    const cancel = this.o.clock.after(times.answer, () => abort.abort())
    const heard = this.streamed && this.mode === "stream" && this.listening !== null
    this.o.transport.commit(this.o.client, commit, abort.signal, this.o.copy.epoch, heard).then(
      commits => tell({type: "answered", commits}),
      error => tell({type: "failed", of: "commit", problem: asProblem(error)}),
    ).finally(cancel)
  }

  private answered(commits: readonly CommitJSON[]): void {
    if (this.listening && commits[0]!.v > this.o.copy.version! + 1) {
      this.taken = true
      return this.timer("overdue", times.overdue, "overdue")
    }
    this.merge(commits)
    this.idle()
  }

  // Goes on when the stream has brought the commit that the server has taken.
  private settle(): void {
    if (this.taken && !this.o.copy.inFlight) this.idle()
  }

  // Without the stream, or when it takes too long, the same commit is sent again, and answered with all that came before it.
  private untake(): void {
    if (!this.taken) return
    this.taken = this.streamed = false
    this.cancel("overdue")
    this.posting = null
    this.timer("send", times.gather, "send", true)
  }

  private idle(): void {
    this.posting = null
    this.taken = false
    this.cancel("overdue")
    this.attempts = 0
    this.set("online")
    if (this.o.copy.inFlight) this.send()
    else if (this.o.copy.waiting) this.timer("send", times.gather, "send", true)
  }

  private merge(commits: readonly CommitJSON[]): void {
    try {
      this.o.copy.receive(commits)
    } catch (error) {
      // Missing commits come with the next stream. Anything else means that this copy went wrong: begin anew.
      if (!(error instanceof Gap)) this.gone = true
      this.hangUp()
      return error instanceof Gap ? this.listen() : this.fetch()
    }
  }

  // ---- News

  private listen(): void {
    const {version} = this.o.copy
    if (this.listening || this.resting || version === null) return
    const abort = this.listening = new AbortController()
    // Only the stream that is listened to may speak: one given up can still have something on its way.
    const tell = (event: Event) => { if (this.listening === abort) this.dispatch(event) }
    this.streamed = false
    const mode = this.crowded ? "poll" : this.mode
    this.crowded = false // the answer says it anew
    this.timer("silent", mode === "poll" ? times.poll : times.firstByte, "silent")
    this.o.transport.news(version, mode, this.o.beside ? this.mark : null, {
      beat: () => tell({type: "beat"}),
      commits: commits => tell({type: "news", commits}),
      topics: (topics, mark) => tell({type: "topics", topics, mark}),
      presence: presence => tell({type: "presence", presence}),
      reload: () => tell({type: "reload"}),
      crowded: () => tell({type: "crowded"}),
      end: () => tell({type: "end"}),
    }, abort.signal, this.o.copy.epoch).then(
      () => tell({type: "closed"}),
      error => tell({type: "failed", of: "news", problem: asProblem(error)}),
    )
  }

  private topics(topics: readonly string[], mark: string): void {
    this.mark = mark
    if (topics.length) this.o.beside?.news(topics)
  }

  // Over HTTP/1.1 a browser opens six connections to a host. Tabs that nobody looks at give theirs back, or six of them
  // would leave none to send through.
  private visible(): void {
    this.cancel("rest")
    this.resting = this.crowded = false
    this.wake()
  }

  private hangUp(): void {
    this.cancel("silent")
    const abort = this.listening
    this.streamed = false
    this.listening = null
    this.untake()
    abort?.abort()
  }

  private beat(): void {
    this.streamed = true
    this.timer("silent", this.mode === "poll" ? times.poll : times.heartbeat, "silent")
    if (this.line.phase === "offline" && !this.posting && !this.spared) {
      this.attempts = 0
      this.set("online")
      this.send()
    }
  }

  private silent(): void {
    if (this.mode === "stream" && !this.streamed) this.mode = "poll"
    this.hangUp()
    this.listen()
  }

  // A poll is asked again soon; a stream that the server closed (a restart, a proxy's limit) after a moment; without a line
  // of one's own, after a while.
  private closed(): void {
    this.hangUp()
    this.timer("retry", this.crowded ? times.crowded : this.mode === "poll" ? times.gather : this.delay(), "wake", true)
  }

  // ---- Failures

  private failed(of: "text" | "commit" | "news", problem: Problem): void {
    if (of === "text") this.fetching = null
    if (of === "commit") this.posting = null
    if (of === "news") {
      this.hangUp()
      // The line was down: what held the stream back may have been that, and no proxy.
      this.mode = "stream"
    }
    switch (problem.kind) {
      case "signed-out":
        // A session that ran out while the line was down keeps what was written meanwhile.
        if (this.told) this.o.readable?.(false)
        this.timer("retry", times.retryMost, "wake")
        return this.end("signed-out")
      case "forbidden":
        // Who may not write that, or not any more, may still read: the text in flight is set aside.
        if (of === "commit") {
          this.o.beside?.news(["people"])
          return this.refused()
        }
        this.o.readable?.(false)
        return this.end("forbidden")
      case "not-found": this.o.readable?.(false); return this.end("not-found")
      case "stale-bundle": return this.end(problem.kind)
      case "gone": this.gone = true; return this.fetch()
      case "refused": case "too-large":
        if (of === "commit") return this.refused(problem.message)
    }
    // A stream that breaks off says no more than that; what becomes of the next commit does.
    const still = of === "news" && this.line.reason === "troubled" && this.owes
    const troubled = problem.kind === "busy" || problem.kind === "internal" || still
    this.set(this.o.copy.version === null ? "loading" : "offline", troubled ? "troubled" : null)
    this.timer("retry", this.delay(), "wake", true)
    this.attempts++
  }

  // A server in trouble is not asked with each letter by everybody who types, but when the timer says so.
  private get spared(): boolean { return this.line.reason === "troubled" && this.timers.has("retry") && this.owes }
  private get owes(): boolean { return this.o.copy.inFlight !== null || this.o.copy.waiting }

  private refused(words = ""): void {
    this.o.copy.refuse()
    this.set("refused")
    if (words) this.o.beside?.refused(words)
    this.send()
  }

  private delay(): number {
    const most = Math.min(this.line.reason === "troubled" ? times.troubled : times.retryMost, times.retryFirst * 2 ** this.attempts)
    return most / 2 + this.o.clock.random() * most / 2
  }

  private wake(): void {
    const {phase, reason} = this.line
    if (phase === "ended" && reason !== "signed-out") return
    this.cancel("retry")
    if (this.o.copy.version === null || phase === "ended") return this.fetch()
    this.listen()
    this.send()
    // The news may have brought the commit whose answer was lost: then there is nothing left to wait for.
    if (phase === "offline" && !this.posting && this.streamed) this.set("online")
  }

  // The person or the browser says that the network is another now: what was asked over the one before may hang for long. A
  // commit that is given up fails, and is sent again at once.
  private again(): void {
    this.attempts = 0
    this.hangUp()
    this.posting?.abort()
    this.fetching?.abort()
    this.wake()
  }

  private end(reason: Reason): void {
    this.hangUp()
    this.posting?.abort()
    this.posting = null
    this.set("ended", reason)
  }

  private stop(): void {
    this.stopped = true
    for (const cancel of this.timers.values()) cancel()
    this.timers.clear()
    this.hangUp()
    this.posting?.abort()
    this.fetching?.abort()
  }
}

const asProblem = (error: unknown) => error instanceof Problem ? error : new Problem("offline", String(error))
