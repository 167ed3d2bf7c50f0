// Two organizations and their people: invited by link, with a new account; made less while the editor is open; removed.
import assert from "node:assert/strict"
import {after, before, test} from "node:test"
import type {Browser, BrowserContext, Page} from "playwright-core"
import {faults} from "./harness/axe"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor, words} from "./harness/editor"
import {addOrganization, fill, follow, noticed, password, press, setUp, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, home: string
let ada: Page, ben: Page, cleo: Page, device: BrowserContext
const watches: Watch[] = [], found: string[] = []

before(async () => {
  server = await Server.start()
  browser = await launch()
  ada = (await person()).page
  await setUp(ada, server.setUp)
  await addOrganization(ada, server.url)
  home = await startSubmission(ada, server.url)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function person(): Promise<{page: Page; context: BrowserContext}> {
  const {page, context, watch} = await visitor(browser)
  watches.push(watch)
  return {page, context}
}

const people = () => ada.goto(home + "/people")

/** Has the coordinator invite somebody as an editor and returns the link. */
async function invite(organization: string, name = ""): Promise<string> {
  await ada.goto(home + "/people/invite?organization=" + organization)
  if (name) await fill(ada, {organization_name: name})
  await ada.getByLabel(t("role.editor"), {exact: true}).check()
  await press(ada, "invite-person.submit")
  return ada.locator("#link").innerText()
}

/** Accepts an invitation with a new account. */
async function accept(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link)
  found.push(...await faults(page, "invitation of " + name))
  await fill(page, {name, email: name.toLowerCase() + "@example.org", password})
  await press(page, "join.submit.new")
  await noticed(page, "notice.joined")
}

/** Follows a link of the page of people that names somebody. */
const manage = (key: string, name: string) => ada.getByRole("link", {name: t(key) + " " + name, exact: true}).click()

test("1. a second organization joins by a link, and the submission is a joint one", async () => {
  await people()
  await ada.getByText(t("coalition.individual")).waitFor()
  const link = await invite("new", "Safe Return")
  ben = (await person()).page
  await accept(ben, link, "Ben")
  await ben.getByText(t("coalition.joint", {n: 2})).waitFor()
  await people()
  await ada.getByText(t("coalition.joint", {n: 2})).waitFor()
  found.push(...await faults(ada, "people"))
  await ben.goto(link)
  await ben.getByText(t("join.accepted")).waitFor()
})

test("2. an editor becomes a reader at once, and an editor again", async () => {
  await ada.goto(home + "/people/invite")
  const own = await ada.locator('main [name="organization"] option').first().getAttribute("value")
  const link = await invite(own!);
  ({page: cleo, context: device} = await person())
  await accept(cleo, link, "Cleo")
  const editor = await Editor.open(cleo, home)
  await editor.part("summary")
  await editor.type("Written by Cleo.")
  await editor.saved()

  await people()
  await manage("people.change", "Cleo")
  await ada.getByLabel(t("role.reader"), {exact: true}).check()
  await press(ada, "person.submit")
  await cleo.getByText(t("editor.rights.now.reader")).waitFor()
  await cleo.locator('#editor-text[contenteditable="false"]').waitFor()
  await editor.text.click()
  await editor.type("Not allowed.")
  assert.ok(!(await editor.text.innerText()).includes("Not allowed."))
  assert.equal(await cleo.locator(".editor-toolbar").isVisible(), false)

  await people()
  await manage("people.change", "Cleo")
  await ada.getByLabel(t("role.editor"), {exact: true}).check()
  await press(ada, "person.submit")
  await cleo.locator('#editor-text[contenteditable="true"]').waitFor()
})

test("2b. signed out from another device, nothing stays on this one; after signing in again what was unsent is sent", async () => {
  const signIn = async (page: Page) => {
    await page.goto(server.url + "/sign-in")
    await fill(page, {email: "cleo@example.org", password})
    await press(page, "sign-in.submit")
    await page.getByRole("heading", {name: t("home.title"), level: 1}).waitFor()
  }
  const editor = await Editor.open(cleo, home), other = (await person()).page
  await cleo.route("**/text/commits*", route => route.abort())
  await editor.part("methodology")
  await editor.type("Unsent of Cleo.")
  await editor.unsent()
  await editor.keptOnDevice("Unsent of Cleo.")
  await signIn(other)
  await other.goto(server.url + "/account")
  await press(other, "account.sessions.submit")
  await cleo.locator("#editor-device pre").filter({hasText: "Unsent of Cleo."}).waitFor()
  await editor.says(t("editor.state.signed-out") + " " + t("editor.state.only-here", {n: 15}))
  assert.deepEqual(await cleo.evaluate(readAll), {edits: 0, bases: 0, asides: 0})
  // Why, and on a phone not hidden under what stands above it.
  await cleo.setViewportSize({width: 360, height: 640})
  const why = cleo.getByRole("heading", {name: t("editor.rights.over")})
  assert.ok(await why.evaluate(heading => {
    heading.scrollIntoView()
    const {left, top, height} = heading.getBoundingClientRect()
    return document.elementFromPoint(left + 5, top + height / 2) === heading
  }))
  await cleo.setViewportSize({width: 1280, height: 800})
  const tab = await device.newPage()
  await signIn(tab)
  await tab.close()
  await cleo.unroute("**/text/commits*")
  await cleo.getByRole("button", {name: t("editor.state.retry")}).click()
  await editor.saved()
  assert.equal(words(await editor.onServer()).split("Unsent of Cleo.").length, 2)
})

test("3. who is removed keeps nothing on the device but can copy what was never sent", async () => {
  const editor = await Editor.open(cleo, home)
  await editor.part("summary")
  await device.setOffline(true)
  await editor.key("End")
  await editor.type(" Never sent.")
  await editor.unsent()
  await editor.keptOnDevice("Never sent.")

  await people()
  await manage("people.end", "Cleo")
  await press(ada, "confirm.person.submit")
  await noticed(ada, "notice.person-removed")
  await ada.getByText(t("people.former", {n: 1})).waitFor()

  await device.setOffline(false)
  await cleo.getByRole("heading", {name: t("editor.rights.over")}).waitFor()
  await cleo.locator("#editor-device pre").filter({hasText: "Never sent."}).waitFor()
  assert.equal(await cleo.locator("#editor-text").isVisible(), false)
  found.push(...await faults(cleo, "removed"))
  const kept = await cleo.evaluate(readAll)
  assert.deepEqual(kept, {edits: 0, bases: 0, asides: 0})
  await cleo.close({runBeforeUnload: false})
  const again = await device.newPage()
  await again.goto(home)
  await again.getByRole("heading", {level: 1, name: t("error.heading.not-found")}).waitFor()
  const ours = await Editor.open(ada, home)
  assert.ok(!words(await ours.onServer()).includes("Never sent."))
  await ada.goto(home + "/history")
  await ada.getByText("Cleo " + t("editor.comments.former")).first().waitFor()
})

test("4. an organization leaves: its people's editors end, and the submission is an individual one", async () => {
  await Editor.open(ben, home)
  await people()
  await manage("coalition.remove", "Safe Return")
  await press(ada, "confirm.organization.submit")
  await ada.getByText(t("coalition.individual")).waitFor()
  await ben.getByRole("heading", {name: t("editor.rights.over")}).waitFor()
  await follow(ben, "editor.rights.over.home")
  await ben.getByRole("heading", {level: 1, name: t("home.title")}).waitFor()
})

test("nothing forbidden happened", () => {
  assert.deepEqual(found, [])
  assert.deepEqual(watches.flatMap(watch => watch.complaints), [])
})

// Runs in the page: how much of anything lies in the storage of the device.
async function readAll(): Promise<Record<string, number>> {
  const asked = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const database = await asked(indexedDB.open("upright-editor"))
  const counts: Record<string, number> = {}
  for (const store of ["edits", "bases", "asides"]) counts[store] = await asked(database.transaction(store).objectStore(store).count())
  database.close()
  return counts
}
