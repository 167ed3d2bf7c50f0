// Other ways to write: with the keyboard alone, by pasting from Word and from web pages, and without JavaScript.
import assert from "node:assert/strict"
import {after, before, test} from "node:test"
import type {Browser, Page} from "playwright-core"
import {launch, visitor, type Watch} from "./harness/browser"
import {Editor, nodes, words, type TextNode} from "./harness/editor"
import {download, run} from "./harness/files"
import {addOrganization, follow, noticed, press, setUp, signIn, startSubmission} from "./harness/pages"
import {Server} from "./harness/server"
import {t} from "./harness/words"

let server: Server, browser: Browser, page: Page, editor: Editor
const watches: Watch[] = []

before(async () => {
  server = await Server.start()
  browser = await launch()
  page = await person()
  await setUp(page, server.setUp)
  await addOrganization(page, server.url)
  editor = await Editor.open(page, await startSubmission(page, server.url))
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function person(options: {javaScriptEnabled?: boolean; acceptDownloads?: boolean} = {}): Promise<Page> {
  const {page, watch} = await visitor(browser, options)
  watches.push(watch)
  return page
}

/** The blocks of a part on the server, after everything was saved. */
async function blocks(kind: string): Promise<readonly TextNode[]> {
  await editor.saved()
  const part = nodes(await editor.onServer(), "part").find(part => part.attrs?.["kind"] === kind)
  return part!.content!.slice(1) // without the title
}

/** What has the focus, by what names it. */
const focused = () => page.evaluate(() => {
  const at = document.activeElement as HTMLElement | null
  return at?.dataset["action"] ?? at?.dataset["panel"] ?? (at?.id || at?.className || "")
})

/** Presses a key until something has the focus, and returns how often. */
async function until(key: string, wanted: string, most = 24): Promise<number> {
  for (let i = 0; ; i++) {
    if (await focused() === wanted) return i
    assert.ok(i < most, `${most} times ${key} do not lead to ${wanted}`)
    await editor.key(key)
  }
}

test("the way of the Tab key to the text is short, by the first link shorter, and goes on to the panel", async () => {
  await page.reload()
  await editor.text.locator("p").first().waitFor()
  const all = await until("Tab", "editor-text")
  assert.ok(all > 6, `${all} stops: the menu, the steps and the toolbar are before the text`)
  await editor.key("Tab", "Tab", "Tab")
  assert.equal(await focused(), "editor-panel-guidance", "the open panel comes after the text, its group and its button")
  await page.reload()
  await editor.text.locator("p").first().waitFor()
  await until("Tab", "to-text", 2)
  await editor.key("Enter")
  assert.equal(await focused(), "editor-text")
  await editor.type("Straight here. ")
  const [paragraph] = await blocks("summary")
  assert.equal(words(paragraph!), "Straight here. \n")
  for (let i = 0; i < "Straight here. ".length; i++) await editor.key("Backspace")
})

test("the arrow keys go through the parts and what can be done with one, and to what the toolbar has no room for", async () => {
  const named = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent)
  const titles = await page.locator(".editor-part bdi").allInnerTexts()
  await page.locator(".editor-part").first().focus()
  await editor.key("ArrowDown")
  assert.equal(await named(), titles[1])
  await editor.key("ArrowRight")
  assert.equal(await named(), t("editor.part.hide.of", {part: titles[1]!}))
  await editor.key("End")
  assert.equal(await named(), titles.at(-1))
  await editor.key("ArrowUp", "Tab", "Shift+Tab")
  assert.equal(await named(), titles.at(-2), "the parts are one stop")
  const table = page.locator('[data-action="table"]'), height = () => page.locator(".editor-toolbar").evaluate(bar => bar.clientHeight)
  assert.ok(await height() < 60, "one line")
  assert.equal(await table.isVisible(), false)
  await page.locator('[data-action="undo"]').focus()
  await editor.key("End")
  assert.equal(await focused(), "more")
  await editor.key("Enter")
  await table.waitFor()
  await editor.key("Home")
  await until("ArrowRight", "table")
  await page.reload()
  await table.waitFor()
  await page.locator('[data-action="more"]').click()
  await table.waitFor({state: "hidden"})
})

test("with little room the text comes first, and a panel rises at the lower edge and never hides the cursor", async () => {
  await page.setViewportSize({width: 360, height: 740})
  await page.reload()
  await editor.text.locator("p").first().waitFor()
  const box = async (selector: string) => (await page.locator(selector).boundingBox())!
  assert.ok((await box("#editor-text")).y < 400, "the text begins in the upper half")
  assert.equal(await page.locator(".editor-panel:visible").count(), 0)
  await editor.panel("guidance")
  const drawer = await box(".editor-drawer"), groups = await box(".editor-groups")
  assert.ok(drawer.y > 300 && Math.abs(groups.y + groups.height - 740) < 2, JSON.stringify({drawer, groups}))
  await editor.text.locator(".part").last().locator("p").last().evaluate(last => last.scrollIntoView({block: "center"}))
  await editor.text.focus()
  await editor.key("Control+End")
  await editor.type("Last words")
  const caret = await page.evaluate(() => getSelection()!.getRangeAt(0).getBoundingClientRect().bottom)
  assert.ok(caret > 0 && caret < (await box(".editor-drawer")).y, "the cursor stands above the panel")
  await page.locator(".editor-shut").click()
  assert.match(await focused(), /editor-side-group/)
  await editor.text.focus()
  for (let i = 0; i < "Last words".length; i++) await editor.key("Backspace")
  await page.setViewportSize({width: 1280, height: 800})
})

test("with the keyboard alone: to the toolbar, bold, a note, back, and out", async () => {
  await page.reload()
  await editor.text.locator("p").first().waitFor()
  await until("Tab", "editor-text")
  // The browser puts the cursor at the very start, into a title; the editor moves it to the first paragraph.
  await page.waitForFunction(() => {
    const at = getSelection()?.anchorNode
    return (at instanceof Element ? at : at?.parentElement)?.closest("#editor-text p") !== null
  })
  await editor.type("Plain ")
  await editor.key("Escape")
  await until("ArrowRight", "strong")
  await editor.key("Enter")
  assert.equal(await focused(), "editor-text", "a button gives the focus back to the text")
  await editor.type("bold")
  await editor.key("Escape")
  await until("ArrowRight", "note")
  await editor.key("Space")
  await page.locator(".editor-note-input:focus").waitFor()
  await editor.type("A source.")
  await editor.key("Escape")
  assert.equal(await focused(), "editor-text")
  await editor.type(" on")
  const [paragraph] = await blocks("summary")
  assert.equal(words(paragraph!), "Plain bold on\n")
  assert.deepEqual(nodes(paragraph!, "endnote").map(note => note.content?.map(words).join("")), ["A source."])
  assert.deepEqual(nodes(paragraph!, "text").filter(node => node.marks?.length).map(node => node.text)[0], "bold")
  await editor.key("Tab")
  assert.notEqual(await focused(), "editor-text", "Tab leaves the text")
  await until("Shift+Tab", "editor-text")
})

// What Word 2016 and later put on the clipboard, shortened: conditional comments, lists as paragraphs, notes at the end.
const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body>
<!--StartFragment--><h1>Birth registration<o:p></o:p></h1>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Fees</b> are asked<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference><sup>[1]</sup></span></a> for.<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>Oaxaca</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>o<span>&nbsp;</span></span><![endif]>Juchitán</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>Chiapas</p>
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference><sup>[1]</sup></span></a> Interviews of May 2025.</p></div></div>
<!--EndFragment--></body></html>`

test("a paste from Word keeps lists and notes and nothing of Word", async () => {
  await editor.part("rights")
  await editor.text.evaluate((element, html) => {
    const data = new DataTransfer()
    data.setData("text/html", html)
    element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
  }, fromWord)
  const pasted = await blocks("rights")
  assert.deepEqual(pasted.map(block => block.type), ["heading", "paragraph", "bullet_list"])
  assert.equal(words(pasted[1]!), "Fees are asked for.\n")
  assert.deepEqual(nodes(pasted[1]!, "endnote").map(note => words(note.content![0]!)), ["Interviews of May 2025."])
  assert.deepEqual(nodes(pasted[1]!, "text").filter(node => node.marks?.length).map(node => node.text), ["Fees"])
  const [outer, inner] = nodes(pasted[2]!, "bullet_list")
  assert.deepEqual(outer!.content!.map(item => words(item.content![0]!)), ["Oaxaca\n", "Chiapas\n"])
  assert.deepEqual(inner!.content!.map(words), ["Juchitán\n"])
  const all = JSON.stringify(pasted)
  for (const rest of ["Mso", "mso", "style", "[1]", "supportLists"]) assert.ok(!all.includes(rest), `${rest} is left`)
})

test("a web page copied for real comes without pictures and scripts", async () => {
  const source = await page.context().newPage()
  await source.setContent(`<article><h2>Situation</h2><p>Read <a href="https://example.org/report">the report</a>, <i>please</i>.</p>
    <img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="><table><tr><th>Year</th></tr><tr><td>2025</td></tr></table><script>window.x = 1</script></article>`)
  await source.keyboard.press("Control+a")
  await source.keyboard.press("Control+c")
  await source.close()
  await page.bringToFront()
  await editor.part("solidarity")
  await editor.key("Control+v")
  await page.getByRole("alert").filter({hasText: t("editor.paste.pictures", {n: 1})}).waitFor()
  const pasted = await blocks("solidarity")
  assert.deepEqual(pasted.map(block => block.type).filter((type, i) => type !== "paragraph" || words(pasted[i]!).trim()), ["heading", "paragraph", "table"])
  assert.deepEqual(nodes(pasted[1]!, "text").map(node => [node.text, node.marks?.map(mark => mark.type).join() ?? ""]), [["Read ", ""], ["the report", "link"], [", ", ""], ["please", "em"], [".", ""]])
  assert.deepEqual(nodes(pasted[2]!, "table_row").map(row => words(row).trim()), ["Year", "2025"])
})

test("without JavaScript: sign in, start, write a part, read, check, download", async () => {
  const plain = await person({javaScriptEnabled: false})
  await signIn(plain, server.url)
  const home = await startSubmission(plain, server.url)
  await plain.goto(home + "/write")
  await plain.locator(`a[href*="/parts/"]`).first().click()
  await plain.locator('textarea[name="text"]').fill("Half have *no* certificate.^[Interviews of May 2025.]\n\n- Oaxaca\n- Chiapas\n\n**not closed")
  await press(plain, "part.submit")
  await plain.getByRole("alert").waitFor()
  assert.match(await plain.locator('textarea[name="text"]').inputValue(), /not closed/, "what was typed stays")
  await plain.locator('textarea[name="text"]').fill("Half have *no* certificate.^[Interviews of May 2025.]\n\n- Oaxaca\n- Chiapas")
  await press(plain, "part.submit")
  await noticed(plain, "notice.part")
  await plain.goto(home + "/read")
  for (const said of ["Half have no certificate.", "Oaxaca", "Interviews of May 2025."]) await plain.locator(".reading").getByText(said).first().waitFor()
  assert.deepEqual(await plain.locator(".reading li").filter({hasText: /^(Oaxaca|Chiapas)$/}).count(), 2)
  await follow(plain, "submission.check")
  assert.ok(await plain.locator(".finding").count() > 0)
  await follow(plain, "submission.answers")
  const word = await download(plain, t("answers.file.docx"))
  assert.ok(run("unzip", "-p", word.path, "word/endnotes.xml").includes("Interviews of May 2025."))
  await plain.context().close()
})

test("nothing was asked of another host, and nothing broke", () => assert.deepEqual(watches.flatMap(watch => watch.complaints), []))
