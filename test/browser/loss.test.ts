// Nothing typed is lost, and nothing arrives twice: lines cut, servers stopped and killed, browsers killed, two tabs, two
// servers. Every word that is typed is a word of its own, counted in the text that the server gives back.
import assert from "node:assert/strict"
import {readFileSync} from "node:fs"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {Device, launch, visitor, type Watch} from "./harness/browser"
import {Editor, once, times, words} from "./harness/editor"
import {addOrganization, follow, setUp, signIn, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, page: Page, home: string, editor: Editor
const watches: Watch[] = []

before(async () => {
  server = await Server.start()
  browser = await launch()
  page = await person()
  await setUp(page, server.setUp)
  await addOrganization(page, server.url)
  home = await startSubmission(page, server.url)
  editor = await Editor.open(page, home)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function person(): Promise<Page> {
  const {page, watch} = await visitor(browser)
  watches.push(watch)
  return page
}

/** Words that are nowhere else in the text: of one letter and a number. */
const tokens = (letter: string, n: number) => Array.from({length: n}, (_, i) => `${letter}${i + 1}`)

/** Types words, each followed by a space. */
async function typeAll(at: Editor, all: readonly string[]): Promise<void> {
  for (const token of all) await at.type(token + " ")
}

async function assertOnce(at: Editor, all: readonly string[]): Promise<void> {
  assert.deepEqual(times(await at.onServer(), all), once(all))
}

test("the network is cut: typing goes on, the page says so, each word arrives once", async () => {
  const [before, during, after] = [tokens("a", 5), tokens("b", 10), tokens("c", 5)]
  await editor.part("summary")
  await typeAll(editor, before)
  await page.context().setOffline(true)
  await typeAll(editor, during)
  await editor.unsent()
  assert.deepEqual(times(await editor.onServer(), during.slice(-1)), {b10: 0}, "the last word cannot have been sent")
  await page.context().setOffline(false)
  await typeAll(editor, after)
  await editor.saved()
  await assertOnce(editor, [...before, ...during, ...after])
})

test("leaving with unsent text warns, and staying keeps it", async () => {
  const typed = tokens("d", 5)
  await page.context().setOffline(true)
  await typeAll(editor, typed)
  await editor.unsent()
  const asked = page.waitForEvent("dialog")
  // The click waits for the answer to the question, so it is not awaited before.
  const click = follow(page, "layout.account").catch(() => undefined)
  const dialog = await asked
  assert.equal(dialog.type(), "beforeunload")
  await dialog.dismiss()
  await click
  assert.ok((await editor.text.innerText()).includes("d5"))
  await page.context().setOffline(false)
  await editor.saved()
  await assertOnce(editor, typed)
  // With everything sent nobody is asked.
  page.once("dialog", () => assert.fail("asked although everything was sent"))
  await follow(page, "layout.account")
  await page.getByRole("heading", {level: 1, name: t("account.title")}).waitFor()
  editor = await Editor.open(page, home)
})

test("a tab is closed without a word: the next one sends what it had typed", async () => {
  const typed = tokens("e", 10)
  await editor.part("methodology")
  await page.context().setOffline(true)
  await typeAll(editor, typed)
  await editor.unsent()
  await editor.keptOnDevice("e10 ")
  const next = await page.context().newPage()
  await page.close({runBeforeUnload: false})
  await next.context().setOffline(false)
  page = next
  editor = await Editor.open(page, home)
  await editor.text.filter({hasText: "e10"}).waitFor()
  await editor.saved()
  await assertOnce(editor, typed)
})

test("a server that cannot save is not taken for a line that is down", async () => {
  const typed = tokens("m", 5)
  await editor.part("framework")
  await page.route("**/text/commits*", route => route.fulfill({status: 500, json: {error: {kind: "internal", message: "Something went wrong."}}}))
  await typeAll(editor, typed)
  await editor.says(new RegExp(t("editor.state.cannot") + ".*on this device"))
  await page.unroute("**/text/commits*")
  await page.getByRole("button", {name: t("editor.state.retry")}).click()
  await editor.saved()
  await assertOnce(editor, typed)
})

test("after an upgrade the page is loaded again without a question, and what was unsent is sent", async () => {
  const typed = tokens("n", 5)
  await editor.part("rights")
  await page.route("**/text/commits*", route => route.fulfill({status: 409, json: {error: {kind: "stale-bundle", message: "Updated."}}}))
  await typeAll(editor, typed)
  await editor.says(t("editor.state.stale-bundle"))
  await page.unroute("**/text/commits*")
  let asked = 0
  page.on("dialog", dialog => { asked++; void dialog.dismiss() })
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", {name: t("editor.state.reload")}).click()])
  await editor.saved()
  await assertOnce(editor, typed)
  assert.equal(asked, 0)
  page.removeAllListeners("dialog")
})

test("a device without room: the page says that changes are in the tab only, and they can be downloaded", async () => {
  const guest = await person(), device = await guest.context().newCDPSession(guest), typed = tokens("o", 5)
  await signIn(guest, server.url)
  // Before the first write: the browser looks at the room that is left now and then only.
  await device.send("Storage.overrideQuotaForOrigin", {origin: server.url, quotaSize: 1})
  const at = await Editor.open(guest, home)
  await at.part("achievements")
  await guest.context().setOffline(true)
  await typeAll(at, typed)
  await at.says(/in this tab only: the device cannot keep them/)
  const warning = guest.getByRole("alert").filter({hasText: t("editor.state.unkept")})
  await warning.waitFor()
  await guest.getByRole("button", {name: t("editor.device.show")}).click()
  const [file] = await Promise.all([guest.waitForEvent("download"), guest.getByRole("button", {name: t("editor.device.download")}).click()])
  assert.ok(readFileSync(await file.path(), "utf8").includes(typed.join(" ")))
  await device.send("Storage.overrideQuotaForOrigin", {origin: server.url})
  await at.text.focus()
  await at.type("o6 ")
  await at.says(/on this device only/)
  await warning.waitFor({state: "hidden"})
  await guest.context().setOffline(false)
  await at.saved()
  await assertOnce(at, [...typed, "o6"])
  await guest.context().close()
})

test("the server stops and comes back: typing goes on and is sent", async () => {
  const typed = tokens("f", 10)
  await editor.part("framework")
  await typeAll(editor, typed.slice(0, 3))
  await server.kill()
  await typeAll(editor, typed.slice(3))
  await editor.unsent()
  await server.start()
  await editor.saved()
  await assertOnce(editor, typed)
})

test("the server is killed in the middle of typing, three times", async () => {
  const typed = tokens("g", 45)
  await editor.part("followup")
  for (const round of [typed.slice(0, 15), typed.slice(15, 30), typed.slice(30)]) {
    const typing = typeAll(editor, round)
    await editor.text.filter({hasText: round[4]! + " "}).waitFor()
    await server.kill()
    await typing
    await server.start()
  }
  await editor.saved()
  await assertOnce(editor, typed)
  assert.ok(words(await editor.onServer()).includes(typed.join(" ")), "the words stand in the order in which they were typed")
})

test("the browser is killed with unsent text; started again it shows and sends every word", async () => {
  const device = await Device.start(), typed = tokens("h", 20)
  watches.push(device.watch)
  try {
    await signIn(device.page, server.url)
    let at = await Editor.open(device.page, home)
    await at.part("rights")
    await typeAll(at, typed.slice(0, 10))
    await at.saved()
    await device.context.setOffline(true)
    await typeAll(at, typed.slice(10))
    await at.unsent()
    await at.keptOnDevice("h20 ")
    await device.kill()
    await device.start()
    watches.push(device.watch)
    // Browsers write cookies down late: after a crash one may have to sign in again.
    await device.page.goto(home + "/write")
    if (new URL(device.page.url()).pathname === "/sign-in") await signIn(device.page, server.url)
    at = await Editor.open(device.page, home)
    await at.text.filter({hasText: "h20"}).waitFor()
    await at.saved()
    await assertOnce(at, typed)
    await editor.text.filter({hasText: "h20"}).waitFor()
  } finally {
    await device.remove()
  }
})

test("two tabs in one paragraph at once converge", async () => {
  const second = await page.context().newPage(), left = tokens("i", 25), right = tokens("j", 25)
  const other = await Editor.open(second, home)
  await writeTogether(editor, other, left, right)
  await second.close()
})

test("two servers on one database: two people in one paragraph converge", async () => {
  const another = await Server.start({data: server.data})
  try {
    const guest = await person(), left = tokens("k", 25), right = tokens("l", 25)
    await signIn(guest, another.url)
    const other = await Editor.open(guest, home.replace(server.url, another.url))
    await writeTogether(editor, other, left, right)
    await guest.context().close()
  } finally {
    await another.stop()
  }
})

/** Two people write in the paragraph of the part on solidarity, one at its start, one at its end. */
async function writeTogether(one: Editor, two: Editor, left: readonly string[], right: readonly string[]): Promise<void> {
  for (const at of [one, two]) await at.part("solidarity")
  // Something to stand before and behind: at one and the same place letters may well mix.
  await one.type(" between ")
  await two.text.filter({hasText: "between"}).waitFor()
  await one.key("Home")
  await two.key("End")
  await Promise.all([typeAll(one, left), typeAll(two, right)])
  await Promise.all([one.saved(), two.saved()])
  await one.text.filter({hasText: right.at(-1)!}).waitFor()
  await two.text.filter({hasText: left.at(-1)!}).waitFor()
  assert.equal(await one.text.innerText(), await two.text.innerText())
  await assertOnce(one, [...left, ...right])
  assert.deepEqual(await two.onServer(), await one.onServer())
}

test("nothing was asked of another host, and nothing broke", () => assert.deepEqual(watches.flatMap(watch => watch.complaints), []))
