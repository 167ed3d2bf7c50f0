// The whole editor in Chromium, on its page and under its policy, with the authority in memory: what a person does, what
// then stands in the text, and what is left when the line or the tab goes.
import assert from "node:assert/strict"
import {readFileSync} from "node:fs"
import {test} from "node:test"
import type {BrowserContext, Page} from "playwright-core"
import {schema} from "../shared/schema"
import {launch} from "./testing/chromium"
import {FakeServer} from "./testing/server"
import {site, type Site} from "./testing/site"

const node = (type: string, attrs: Record<string, unknown>, ...content: Parameters<typeof schema.node>[2][]) => schema.node(type, attrs, content.flat() as never)
const text = (value: string) => schema.text(value)
const doc = () => node("doc", {},
  node("part", {id: "partaaaaaaaa", kind: "rights"}, node("part_title", {}, text("Rights")),
    node("paragraph", {id: "aaaaaaaaaaaa"}, text("First paragraph.")),
    node("paragraph", {id: "bbbbbbbbbbbb"}, text("Second paragraph."), node("endnote", {id: "nnnnnnnnnnnn"}, text("A source.")), text(" See "), node("cross_reference", {target: "aaaaaaaaaaaa"}), text("."))),
  node("part", {id: "partbbbbbbbb", kind: "recommendations"}, node("part_title", {}, text("Recommendations")),
    node("recommendation", {id: "rrrrrrrrrrrr"}, text("Do it."))))

const sheet = "#editor-text"

test("the editor on its page", {timeout: 120_000}, async t => {
  const server = new FakeServer(doc()), place: Site = await site(server)
  const context: BrowserContext = await launch(), complaints: string[] = []
  context.setDefaultTimeout(8_000)
  const content = () => JSON.stringify(server.authority.doc)
  const times = (word: string) => content().split(word).length - 1
  async function open(): Promise<Page> {
    const page = await context.newPage()
    page.on("pageerror", error => complaints.push(error.stack ?? error.message))
    page.on("console", message => { if (message.text().includes("Security Policy")) complaints.push(message.text()) })
    await page.goto(place.url)
    await page.waitForSelector(sheet + " p")
    return page
  }
  let page = await open()
  const says = (words: RegExp) => page.locator(".editor-state-text", {hasText: words}).waitFor()
  const saved = () => says(/^Saved$/)
  const at = (selector: string) => page.click(`${sheet} ${selector}`)
  const labels = (selector: string) => page.locator(`${sheet} ${selector}`).evaluateAll(all => all.map(one => (one as HTMLElement).dataset["label"]))
  /** Presses a key that only moves the cursor, and lets the browser tell the editor, as there is time for between two keys of a person. */
  const move = async (key: string) => {
    await page.keyboard.press(key)
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  }
  const axe = async (state: string) => {
    await page.evaluate(readFileSync("node_modules/axe-core/axe.min.js", "utf8"))
    const found = await page.evaluate(async () => {
      const {violations} = await (globalThis as unknown as {axe: {run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}}).axe.run()
      return violations.map(one => `${one.id}: ${one.nodes.map(n => n.html).join(" ")}`)
    })
    assert.deepEqual(found, [], state)
  }

  await t.test("typing is saved", async () => {
    await at("p >> nth=0")
    await move("Home")
    await page.keyboard.type("Typed words. ")
    await saved()
    assert.equal(times("Typed words. First paragraph."), 1)
    await axe("after typing")
  })
  await t.test("paragraphs number themselves and references follow", async () => {
    await move("Home")
    await page.keyboard.press("Enter")
    assert.deepEqual(await labels("p[data-label]"), ["1.", "2.", "3.", "R1"])
    assert.deepEqual(await labels(".cross-reference"), ["2"])
    await page.keyboard.press("Control+z")
    assert.deepEqual(await labels(".cross-reference"), ["1"])
  })
  await t.test("an endnote is written in place", async () => {
    await at("p >> nth=0")
    await move("End")
    await page.keyboard.press("Control+Alt+d")
    await page.locator(".editor-note-input").waitFor()
    await page.keyboard.type("Its ")
    await page.keyboard.press("Control+b")
    await page.keyboard.type("source")
    await axe("note open")
    await page.keyboard.press("Escape")
    await page.keyboard.type(" goes on")
    await saved()
    assert.deepEqual(await labels(".endnote"), ["1", "2"])
    assert.equal(times('"text":"Its "'), 1)
    assert.match(content(), /"marks":\[\{"type":"strong"\}\],"text":"source"/)
    assert.equal(times(" goes on"), 1)
  })
  await t.test("a cross-reference is chosen from a list", async () => {
    await page.keyboard.press("Control+Alt+r")
    await page.keyboard.type("do it")
    await axe("choosing a reference")
    await page.click("dialog .editor-choices button")
    await saved()
    assert.deepEqual(await labels(".cross-reference"), ["R1", "1"])
  })
  await t.test("links take only addresses", async () => {
    await page.keyboard.press("Control+k")
    await page.fill("#editor-field-address", "javascript:alert(1)")
    await page.keyboard.press("Enter")
    assert.match(await page.locator("dialog [role=alert]").first().textContent() ?? "", /address/)
    await page.fill("#editor-field-address", "ohchr.org")
    await page.fill("#editor-field-text", "the site")
    await page.keyboard.press("Enter")
    await saved()
    assert.equal(times("https://ohchr.org"), 1)
  })
  await t.test("a recommendation has an addressee", async () => {
    await at("p.recommendation")
    await page.fill("#editor-addressee", "UNHCR")
    await page.keyboard.press("Enter")
    await saved()
    assert.equal(times('"addressee":"UNHCR"'), 1)
  })
  await t.test("everything selected and deleted leaves the parts, and comes back with undo", async () => {
    await at("p >> nth=0")
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Delete")
    await saved()
    assert.equal(server.authority.doc.childCount, 2)
    assert.equal(server.authority.doc.textContent, "RightsRecommendations")
    await page.keyboard.press("Control+z")
    await saved()
    assert.equal(times("Typed words."), 1)
  })
  await t.test("parts move and hide by their buttons", async () => {
    await page.click(".editor-entry >> nth=0 >> text=Down")
    await page.click(".editor-entry >> nth=1 >> text=Hide")
    await saved()
    assert.deepEqual([server.authority.doc.child(1).attrs["id"], server.authority.doc.child(1).attrs["hidden"]], ["partaaaaaaaa", true])
    assert.deepEqual(await labels(".cross-reference"), ["R1", "?"])
    await page.click(".editor-entry >> nth=1 >> text=Show")
    await page.click(".editor-entry >> nth=1 >> text=Up")
    await saved()
    assert.equal(server.authority.doc.child(0).attrs["id"], "partaaaaaaaa")
  })
  await t.test("a part of one's own is added, and deleted after a question; undo brings it back", async () => {
    const spoken = () => page.textContent(".editor-nav [role=status]"), focus = () => page.evaluate(() => document.activeElement?.textContent)
    await page.click("text=Add a part")
    await page.keyboard.press("Enter")
    assert.match(await page.textContent("dialog [role=alert]") ?? "", /title/)
    await axe("adding a part")
    await page.fill("#editor-field-part", "Own part")
    await page.keyboard.press("Enter")
    assert.match(await page.locator(`${sheet} [data-placeholder]`).getAttribute("data-placeholder") ?? "", /^Write here/)
    await axe("an empty part")
    await page.keyboard.type("Own words")
    await saved()
    assert.deepEqual([server.authority.doc.child(1).textContent, server.authority.doc.child(1).attrs["kind"]], ["Own partOwn words", "other"])
    assert.equal(await page.locator("[data-placeholder]").count(), 0)
    assert.equal(await spoken(), "Part added: Own part")
    await page.click(".editor-here >> text=Delete")
    assert.match(await page.textContent("dialog") ?? "", /4 words/)
    assert.equal(await focus(), "Keep it", "a hasty Enter deletes nothing")
    await axe("deleting a part")
    await page.keyboard.press("Enter")
    assert.equal(await focus(), "Delete", "the focus is back where it was")
    await page.keyboard.press("Enter")
    await page.click("dialog >> text=Delete the part")
    await saved()
    assert.equal(server.authority.doc.childCount, 2)
    assert.match(await spoken() ?? "", /^Part deleted: Own part/)
    assert.equal(await focus(), "Recommendations")
    await page.click("[data-action=undo]")
    await saved()
    assert.equal(server.authority.doc.child(1).textContent, "Own partOwn words")
    await page.click("[data-action=redo]")
    await saved()
    assert.equal(server.authority.doc.childCount, 2)
  })
  await t.test("a part that is gone to, and a place that is found, stand clear of the toolbar", async () => {
    const clear = (selector: string) => page.evaluate(wanted => {
      const place = document.querySelector(wanted)!.getBoundingClientRect(), bar = document.querySelector(".editor-bar")!.getBoundingClientRect()
      return place.top >= bar.bottom && place.bottom <= innerHeight
    }, selector)
    await page.setViewportSize({width: 1280, height: 520})
    await page.click(".editor-entry >> nth=1 >> button >> nth=0")
    assert.ok(await clear(`${sheet} .part:nth-child(2) .part-title`))
    await page.keyboard.press("Control+f")
    await page.fill("#editor-find", "rights")
    assert.ok(await clear(".found-here"), "found above")
    await page.fill("#editor-find", "do it")
    assert.ok(await clear(".found-here"), "found below")
    await page.keyboard.press("Escape")
    await page.setViewportSize({width: 1280, height: 720})
  })
  await t.test("find and replace, and the list of the endnotes", async () => {
    await page.keyboard.press("Control+f")
    await page.fill("#editor-find", "e")
    const before = await page.textContent(".editor-find-count")
    await page.keyboard.press("Enter")
    assert.notEqual(await page.textContent(".editor-find-count"), before)
    await page.keyboard.press("Shift+Enter")
    assert.equal(await page.textContent(".editor-find-count"), before)
    await page.fill("#editor-find", "its ")
    await page.fill("#editor-replace", "the ")
    await page.click("text=Replace all")
    assert.match(await page.textContent(".editor-find-count") ?? "", /1 place replaced/)
    await axe("find")
    await page.keyboard.press("Escape")
    await saved()
    assert.equal(times('"text":"the "'), 1)
    await page.click("[data-panel=notes]")
    await page.click(".editor-notes button >> nth=1")
    assert.equal(await page.textContent(".editor-note-input"), "A source.")
    await page.keyboard.press("Escape")
  })
  await t.test("a paste says what it left out", async () => {
    await at("p >> nth=0")
    await move("End")
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.setData("text/html", `<p style="font-weight:700">1. One</p><p>2. Two <img src="x.png"></p>`)
      document.getElementById("editor-text")!.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
    })
    assert.match(await page.textContent(".editor-warning") ?? "", /1 picture.*2 typed/)
    await saved()
    assert.equal(times('"text":"Two"'), 1)
  })
  await t.test("findings stand beside their paragraph", async () => {
    place.findings = [{rule: "R", severity: "error", place: {kind: "paragraph", id: "aaaaaaaaaaaa", part: "partaaaaaaaa", number: 1, quote: ""}, message: "Names a person.", mend: "Take it out.", source: "Guidelines", consent: "/submissions/s/consents/new?at=aaaaaaaaaaaa"}]
    await at("p >> nth=1")
    await page.keyboard.type("x")
    await page.locator(".editor-mark").click()
    assert.equal(await page.locator(".editor-findings").getByRole("link", {name: "Begin a case of consent with these words"}).getAttribute("href"), "/submissions/s/consents/new?at=aaaaaaaaaaaa")
    await page.locator(".editor-findings button").click()
    assert.ok(await page.evaluate(() => document.activeElement?.id === "editor-text"))
    await axe("findings")
  })
  await t.test("offline: typing goes on, the tab is killed, every word arrives once", async () => {
    await at("p >> nth=0")
    await move("Home")
    await context.setOffline(true)
    server.drop()
    await page.keyboard.type("Without a line. ")
    await says(/on this device only/)
    await page.click("text=Show the text on this device")
    assert.match(await page.textContent(".editor-device pre") ?? "", /Without a line\./)
    await axe("offline")
    // Longer than a change may lie in memory only.
    await page.waitForFunction(async () => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => { const open = indexedDB.open("upright-editor"); open.onsuccess = () => resolve(open.result); open.onerror = () => reject(open.error) })
      const all = await new Promise<unknown[]>(resolve => { const get = database.transaction("edits").objectStore("edits").getAll(); get.onsuccess = () => resolve(get.result) })
      database.close()
      return JSON.stringify(all).replace(/[^\w. ]/g, "").length > 0 && all.length > 0
    })
    await page.waitForTimeout(400)
    assert.equal(times("Without a line."), 0)
    await page.close()
    await context.setOffline(false)
    page = await open()
    await saved()
    assert.equal(times("Without a line."), 1)
  })
  await t.test("a page that is left at once has kept the last key", async () => {
    await context.setOffline(true)
    server.drop()
    await at("p >> nth=0")
    await move("Home")
    await page.keyboard.type("z")
    await says(/on this device only/)
    await page.keyboard.type("Last. ")
    // As when a phone puts the browser away and then ends it: nothing more runs in the page.
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")))
    await page.close()
    await context.setOffline(false)
    page = await open()
    await saved()
    assert.equal(times("zLast. "), 1)
  })
  await t.test("leaving with unsent text asks, unless it is by a form that must not wait or has asked already", async () => {
    await context.setOffline(true)
    server.drop()
    await at("p >> nth=0")
    await page.keyboard.insertText("Stay. ")
    await says(/on this device only/)
    const asks = (attribute: string) => page.evaluate(attribute => {
      const form = document.createElement("form"), leave = new Event("beforeunload", {cancelable: true})
      form.setAttribute(attribute, "")
      form.addEventListener("submit", event => event.preventDefault())
      document.body.append(form)
      form.requestSubmit()
      form.remove()
      dispatchEvent(leave)
      return leave.defaultPrevented
    }, attribute)
    for (const [attribute, asked] of [["data-exit", false], ["data-sign-out", true], ["data-agreed", false], ["data-other", true]] as const) {
      assert.equal(await asks(attribute), asked, attribute)
    }
    await context.setOffline(false)
    await saved()
  })
  await t.test("a commit that is refused is offered as text", async () => {
    server.fault = request => (request === "commit" ? "refused" : null)
    await at("p >> nth=0")
    // At one stroke: keys on a busy machine can fall into two commits.
    await page.keyboard.insertText("Refused words")
    await says(/not accepted/)
    server.fault = () => null
    await page.click("text=/texts? set aside/")
    assert.match(await page.textContent(".editor-device") ?? "", /Refused words/)
    assert.equal(times("Refused words"), 0)
    await page.click("text=Remove from this device")
    await page.waitForFunction(() => document.activeElement?.id === "editor-text")
  })

  await context.close()
  place.close()
  assert.deepEqual(complaints, [])
})
