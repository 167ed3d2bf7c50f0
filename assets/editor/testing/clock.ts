// Time that stands still until a test moves it.
import type {Clock} from "../line"
import {settle} from "./server"

export class FakeClock implements Clock {
  now = 0
  private timers: {at: number; run: () => void}[] = []
  constructor(private readonly chance: () => number = () => 0.5) {}

  random() { return this.chance() }

  after(wait: number, run: () => void): () => void {
    const timer = {at: this.now + wait, run}
    this.timers.push(timer)
    return () => { this.timers = this.timers.filter(other => other !== timer) }
  }

  /** Moves time on, running what falls due in order. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.now + milliseconds
    await settle()
    for (;;) {
      const next = this.timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.timers = this.timers.filter(timer => timer !== next)
      this.now = next.at
      next.run()
      await settle()
    }
    this.now = end
  }
}
