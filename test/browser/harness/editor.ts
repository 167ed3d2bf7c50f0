// What a person does and sees in the editor, and the text as the server has it.
import type {Locator, Page} from "playwright-core"
import {t} from "./words"

/** A node of the manuscript as the server sends it. */
export interface TextNode {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
  readonly content?: readonly TextNode[]
  readonly text?: string
  readonly marks?: readonly {readonly type: string}[]
}

/** All nodes of a type, in order. */
export function nodes(doc: TextNode, type: string): TextNode[] {
  return [...doc.type === type ? [doc] : [], ...(doc.content ?? []).flatMap(child => nodes(child, type))]
}

/** The characters of a node, with a line for each block and without notes. */
export function words(node: TextNode): string {
  if (node.text !== undefined) return node.text
  const inside = (node.content ?? []).filter(child => child.type !== "endnote").map(words).join("")
  return /^(paragraph|heading|recommendation|part_title)$/.test(node.type) ? inside + "\n" : inside
}

/** How often each of the given words stands in the text; the tests want one each. */
export function times(doc: TextNode, tokens: readonly string[]): Record<string, number> {
  const all = words(doc).split(/[\s.]+/)
  return Object.fromEntries(tokens.map(token => [token, all.filter(word => word === token).length]))
}

/** What times gives when every word stands there exactly once. */
export const once = (tokens: readonly string[]) => Object.fromEntries(tokens.map(token => [token, 1]))

/** The parts that a new submission has, in their order. */
const kinds = ["summary", "methodology", "framework", "followup", "rights", "solidarity", "achievements", "recommendations"] as const
type Kind = (typeof kinds)[number]

/** Opens a panel beside the text, through its group when that is closed; does nothing when it is open. */
export async function openPanel(page: Page, key: string): Promise<void> {
  const tab = page.locator(`[data-panel="${key}"]`)
  await tab.waitFor({state: "attached"})
  if (!await tab.isVisible()) {
    const group = await tab.evaluate(button => button.parentElement!.id)
    await page.locator(`.editor-side-group[aria-controls="${group}"]`).click()
  }
  if (await tab.getAttribute("aria-expanded") === "false") await tab.click()
}

export class Editor {
  readonly text: Locator
  readonly state: Locator
  private constructor(readonly page: Page, private readonly home: string) {
    this.text = page.locator("#editor-text")
    this.state = page.locator(".editor-state-text")
  }

  /** Opens the editor of a submission and waits until its text is there. */
  static async open(page: Page, home: string, hash = ""): Promise<Editor> {
    await page.goto(home + "/write" + hash)
    const editor = new Editor(page, home)
    await editor.text.locator("p").first().waitFor()
    return editor
  }

  /** Waits for what the state line says. */
  says(words: string | RegExp): Promise<void> { return this.state.filter({hasText: words}).waitFor() }
  saved(): Promise<void> { return this.says(new RegExp(`^${t("editor.state.saved")}$`)) }

  /** Waits until the state line says that text is on this device only. */
  unsent(): Promise<void> { return this.says(/on this device only/) }

  /** Puts the cursor into the first paragraph of a part, by the list of parts. */
  async part(kind: Kind): Promise<void> { await this.page.locator(".editor-part").nth(kinds.indexOf(kind)).click() }

  async type(words: string): Promise<void> { await this.page.keyboard.type(words) }
  async key(...keys: string[]): Promise<void> { for (const key of keys) await this.page.keyboard.press(key) }
  /** Presses a button of the toolbar, also one that waits behind the last. */
  async tool(name: string): Promise<void> {
    const button = this.page.locator(`.editor-toolbar [data-action="${name}"]`)
    if (!await button.isVisible()) await this.page.locator('.editor-toolbar [data-action="more"]').click()
    await button.click()
  }

  /** Opens a panel beside the text. */
  panel(key: string): Promise<void> { return openPanel(this.page, key) }

  /** The numbers that are shown, in the order of the text: "1.", "R1"; and those of marks and references. */
  labels(selector: string): Promise<string[]> {
    return this.text.locator(selector).evaluateAll(all => all.map(one => (one as HTMLElement).dataset["label"] ?? ""))
  }

  /** The text as the server has it now. */
  async onServer(): Promise<TextNode> {
    const answer = await this.page.request.get(this.home + "/text", {headers: {Accept: "application/json"}})
    if (!answer.ok()) throw new Error(`the text: ${answer.status()}`)
    return (await answer.json() as {doc: TextNode}).doc
  }

  /** The words of the body as the server counts them now. */
  async wordsOnServer(): Promise<number> {
    const answer = await this.page.request.get(this.home + "/findings", {headers: {Accept: "application/json"}})
    return (await answer.json() as {count: {body: {words: number}}}).count.body.words
  }

  /** Waits until words that were typed lie in the storage of the device, where a crash does not reach them. */
  async keptOnDevice(words: string): Promise<void> {
    const deadline = Date.now() + 15_000
    for (let kept = ""; !kept.includes(words);) {
      if (Date.now() > deadline) throw new Error(`the device keeps only: ${kept}`)
      kept = await this.page.evaluate(readDevice)
    }
  }
}

// Runs in the page: what was typed and is not confirmed, as the device has it. Typing is kept as one step a letter.
async function readDevice(): Promise<string> {
  interface Edits {kept: {pending: {step: {slice?: {content?: {text?: string}[]}}}[]}}
  const asked = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const database = await asked(indexedDB.open("upright-editor"))
  const edits = await asked<Edits[]>(database.transaction("edits").objectStore("edits").getAll())
  database.close()
  return edits.flatMap(one => one.kept.pending).map(({step}) => step.slice?.content?.[0]?.text ?? "").join("")
}
