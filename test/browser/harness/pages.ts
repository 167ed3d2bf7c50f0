// What a person does on the pages outside of the editor.
import type {Page} from "playwright-core"
import {t} from "./words"

export const email = "ada@example.org"
export const password = "seven quiet rivers run"

/** Fills fields by their names; a select gets a value, a text field gets words. */
export async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`main [name="${name}"]`)
    if (await field.evaluate(element => element.tagName === "SELECT")) await field.selectOption(value)
    else await field.fill(value)
  }
}

/** Presses the button with the words of a message. */
export const press = (page: Page, key: string) => page.getByRole("button", {name: t(key), exact: true}).click()
/** Follows the link with the words of a message. */
export const follow = (page: Page, key: string) => page.getByRole("link", {name: t(key), exact: true}).first().click()
/** Waits for the notice on top of the page. */
export const noticed = (page: Page, key: string) => page.getByRole("status").filter({hasText: t(key)}).waitFor()

/** Makes the first account. */
export async function setUp(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await fill(page, {name: "Ada Example", email, password})
  await press(page, "set-up.submit")
  await noticed(page, "notice.set-up")
}

export async function signIn(page: Page, url: string, word = password): Promise<void> {
  await page.goto(url + "/sign-in")
  await fill(page, {email, password: word})
  await press(page, "sign-in.submit")
  await page.getByRole("heading", {name: t("home.title"), level: 1}).waitFor()
}

/** Adds the organization that the tests write for. */
export async function addOrganization(page: Page, url: string): Promise<void> {
  await page.goto(url + "/organizations/new")
  await fill(page, {
    name: "Example Association", acronym: "EXA", city: "Nairobi", country: "KEN", founded: "1998",
    description: "Documents access to identity papers since 1998.", website: "https://example.org", email: "office@example.org",
  })
  await page.getByLabel(t("organization.status.special")).check()
  await press(page, "organization.create")
  await noticed(page, "notice.organization")
}

/** Starts a submission of the only organization on Mexico and returns its address. */
export async function startSubmission(page: Page, url: string, language = "en"): Promise<string> {
  await page.goto(url + "/submissions/new")
  await fill(page, {state: "MEX", language})
  await press(page, "review.submit")
  await press(page, "details.create")
  await noticed(page, "notice.submission")
  return page.url()
}
