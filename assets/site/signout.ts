import {unsentSubmissions} from "../editor/store"

/**
 * Signing out clears this device, also of text that the server does not have: where there is some, the person is asked
 * first. "Exit this page" never asks. data-sign-out holds the question, with % for the number of submissions.
 */
export function askBeforeSignOut(doc: Document, ask: (question: string) => boolean, factory: IDBFactory): void {
  for (const form of doc.querySelectorAll<HTMLFormElement>("form[data-sign-out]")) {
    form.addEventListener("submit", async event => {
      if ("agreed" in form.dataset) return
      event.preventDefault()
      // What cannot be read cannot be kept either, and nobody stays signed in for that.
      const count = await unsentSubmissions(factory).catch(() => 0)
      if (count > 0 && !ask(question(form, count))) return
      form.dataset["agreed"] = ""
      form.requestSubmit()
      delete form.dataset["agreed"]
    })
  }
}

const question = (form: HTMLFormElement, count: number) => (form.dataset["signOut"] ?? "%").replace("%", String(count))
