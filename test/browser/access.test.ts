// Access: axe on every page and on the editor in its states, on a desktop and on a phone; and no page is wider than a phone in
// the languages with the longest words.
import assert from "node:assert/strict"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {faults, tooWide} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor} from "./harness/editor"
import {addOrganization, setUp, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

const desktop = {width: 1280, height: 800}, phone = {width: 360, height: 740}
const watches: Watch[] = []
let server: Server, browser: Browser

before(async () => {
  server = await Server.start({args: ["-gallery"]})
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function person(locale = "en-GB"): Promise<Page> {
  const {page, watch} = await visitor(browser, {locale})
  watches.push(watch)
  return page
}

/** Looks at every page of the gallery, or at every nth from one on, in two tabs at a time. */
async function lookAtAll(
  language: string, size: typeof phone, look: (page: Page, state: string) => Promise<string[]>, [from, nth]: [number, number] = [0, 1],
): Promise<void> {
  const first = await person(language), tabs = [first, await first.context().newPage()]
  await first.goto(server.url + "/gallery")
  const all = await first.locator('a[href^="/gallery/"]').evaluateAll(all => all.map(link => (link as HTMLAnchorElement).href))
  const addresses = all.filter((_, i) => i % nth === from)
  assert.ok(all.length > 100, `${all.length} pages in the gallery`)
  const found: string[] = []
  await Promise.all(tabs.map(async tab => {
    await tab.setViewportSize(size)
    for (let address = addresses.pop(); address; address = addresses.pop()) {
      await tab.goto(address)
      assert.equal(await tab.getAttribute("html", "lang"), language)
      found.push(...await look(tab, `${address}, ${language}, ${size.width} px`))
    }
  }))
  assert.deepEqual(found, [])
  await first.context().close()
}

test("every page of the gallery on a desktop", () => lookAtAll("en", desktop, faults))
test("every page of the gallery on a phone, from right to left", () => lookAtAll("ar", phone, faults))

// Other words can be longer than their place, and that shows first on a phone. Each page is looked at in one of the two
// languages with the longest words: a page has several states, which come by turns.
for (const [from, language] of ["fr", "ru"].entries()) {
  test(`no page of the gallery is wider than a phone, ${language}`, () => lookAtAll(language, phone, tooWide, [from, 2]))
}

// Words of the other scripts: axe on some of the pages.
for (const [from, language] of ["ru", "zh"].entries()) {
  test(`some pages of the gallery, ${language}`, () => lookAtAll(language, phone, faults, [from, 40]))
}

test("the editor and its dialogs", async () => {
  const page = await person()
  await setUp(page, server.setUp)
  await addOrganization(page, server.url)
  const editor = await Editor.open(page, await startSubmission(page, server.url))
  await editor.part("rights")
  await editor.type("A paragraph with a note.")
  const found: string[] = []
  for (const size of [desktop, phone]) {
    const look = async (state: string) => found.push(...await faults(page, `${state}, ${size.width} px`))
    await page.setViewportSize(size)
    await editor.saved()
    await look("text")
    await editor.key("Control+k")
    await page.getByRole("dialog", {name: t("editor.action.link")}).waitFor()
    await look("link")
    await editor.key("Escape", "Control+Alt+r")
    await page.getByRole("dialog", {name: t("editor.action.reference")}).waitFor()
    await look("cross-reference")
    await editor.key("Escape", "Control+Slash")
    await page.getByRole("dialog", {name: t("editor.help.title")}).waitFor()
    await look("keys")
    await editor.key("Escape", "Control+f")
    await page.getByRole("search").waitFor()
    await editor.type("paragraph")
    await look("find")
    await editor.key("Escape", "End", "Control+Alt+d")
    await page.locator(".editor-note-input").waitFor()
    await editor.type("A source.")
    await look("endnote")
    await editor.key("Escape", "Control+Alt+t")
    await editor.type("Year")
    await editor.key("Tab")
    await editor.type("Births")
    await editor.key("Tab")
    await editor.type("Share")
    await look("table")
    await page.context().setOffline(true)
    await editor.type("x")
    await editor.unsent()
    await page.getByRole("button", {name: t("editor.device.show")}).click()
    await look("offline")
    await page.context().setOffline(false)
    await editor.saved()
    await editor.text.locator("p", {hasText: "A paragraph"}).click()
  }
  assert.deepEqual(found, [])
})

test("nothing was asked of another host, and nothing broke", () => assert.deepEqual(watches.flatMap(watch => watch.complaints), []))
