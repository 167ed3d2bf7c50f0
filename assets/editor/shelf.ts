// Texts set aside: what could not be merged, sent or read back. They stay on the device until the person has seen to
// them, and are offered as text to copy. Nothing here is ever thrown away by itself.
import {newRef} from "../shared/ids"
import type {StepJSON} from "../shared/flat"
import type {Dropped} from "../shared/pending"
import type {Aside, Store} from "./store"

/** For how long what one tab loses joins what it lost before, in milliseconds. */
const together = 10_000

// What was lost before in one go: its text, its steps, and where it began.
interface Before {readonly id: string; readonly text: string; readonly steps: readonly StepJSON[]; readonly from: unknown}
const nothing = (): Before => ({id: newRef(), text: "", steps: [], from: null})

/** The texts set aside of one person in one submission. */
export class Shelf {
  list: readonly Aside[] = []
  // By their first step. What the device did not take is brought again with the next save, and lies here already.
  private readonly made = new WeakMap<Dropped, Before>()
  // The last of each tab.
  private readonly last = new Map<string, Before & {readonly until: number}>()

  constructor(
    private readonly store: Store, private readonly submission: string, private readonly user: string,
    private readonly changed: () => void,
  ) {}

  async load(): Promise<void> {
    this.show(await this.store.asides(this.submission, this.user))
  }

  /**
   * Puts lost steps on the shelf. They are shown even when the device cannot keep them; then the promise rejects. What a tab
   * loses in one go, as somebody who types fast while the right to is taken away, is one text.
   */
  async add(dropped: readonly Dropped[], tab = ""): Promise<void> {
    const {submission, user} = this, [first] = dropped
    if (!first) return
    const again = this.made.get(first)
    if (again && !this.lies(again)) return // the person has seen to it
    const before = again ?? this.goesOn(tab) ?? nothing(), from = first.step["from"]
    // With what came before it refused, what was typed next stands where that began.
    const seam = before.text === "" || from === before.from ? "" : "\n"
    const aside: Aside = {
      id: before.id, submission, user, at: new Date().toISOString(), text: before.text + seam + joined(dropped), steps: [...before.steps, ...dropped.map(one => one.step)],
    }
    this.made.set(first, before)
    if (tab) this.last.set(tab, {...aside, from: seam ? from : before.from ?? from, until: Date.now() + together})
    this.show([...this.list.filter(({id}) => id !== aside.id), aside])
    await this.store.setAside(aside)
  }

  private lies({id}: Before): boolean { return this.list.some(aside => aside.id === id) }

  private goesOn(tab: string): Before | null {
    const last = this.last.get(tab)
    return last && Date.now() < last.until && this.lies(last) ? last : null
  }

  async discard(id: string): Promise<void> {
    this.show(this.list.filter(aside => aside.id !== id))
    await this.store.discard(id)
  }

  private show(list: readonly Aside[]) {
    this.list = list
    this.changed()
  }
}

/** The text of lost steps; characters typed one after the other join into the words they were. */
export function joined(dropped: readonly Dropped[]): string {
  let text = "", end = -1
  for (const {step, text: part} of dropped) {
    if (!part) continue
    const from = step["from"] as number
    text += (text === "" || from === end ? "" : "\n") + part
    end = step.stepType === "replace" ? from + part.length : -1
  }
  return text
}

/** The text in the JSON of a step that cannot be read as a step of this schema. */
export function rawText(step: StepJSON): string {
  const texts: string[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (value && typeof value === "object") {
      const node = value as Record<string, unknown>
      if (typeof node["text"] === "string") texts.push(node["text"])
      else Object.values(node).forEach(walk)
    }
  }
  walk(step["slice"])
  return texts.join(" ")
}
