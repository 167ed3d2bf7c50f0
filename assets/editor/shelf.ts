// Texts set aside: what could not be merged, sent or read back. They stay on the device until the person has seen to
// them, and are offered as text to copy. Nothing here is ever thrown away by itself.
import {newRef} from "../shared/ids"
import type {StepJSON} from "../shared/flat"
import type {Dropped} from "../shared/pending"
import type {Aside, Store} from "./store"

/** The texts set aside of one person in one submission. */
export class Shelf {
  list: readonly Aside[] = []
  // By their first step. What the device did not take is brought again with the next save, and lies here already.
  private readonly made = new WeakMap<Dropped, Aside>()

  constructor(
    private readonly store: Store, private readonly submission: string, private readonly user: string,
    private readonly changed: () => void,
  ) {}

  async load(): Promise<void> {
    this.show(await this.store.asides(this.submission, this.user))
  }

  /** Puts lost steps on the shelf. They are shown even when the device cannot keep them; then the promise rejects. */
  async add(dropped: readonly Dropped[]): Promise<void> {
    const {submission, user} = this, [first] = dropped
    if (!first) return
    const before = this.made.get(first)
    if (before && !this.list.some(({id}) => id === before.id)) return // the person has seen to it
    const aside: Aside = {
      id: before?.id ?? newRef(), submission, user, at: new Date().toISOString(), text: joined(dropped), steps: dropped.map(one => one.step),
    }
    this.made.set(first, aside)
    this.show([...this.list.filter(({id}) => id !== aside.id), aside])
    await this.store.setAside(aside)
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
