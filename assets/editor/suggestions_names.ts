// The names of those who suggest, from the people of the submission.
import type {Config, Translate} from "./config"

interface PersonJSON { readonly id: string; readonly name: string; readonly organizationName: string; readonly former: boolean }

export class Names {
  private readonly known = new Map<string, string>()
  private asked = false

  constructor(private readonly config: Config, private readonly t: Translate, private readonly changed: () => void) {}

  /** The name of somebody; until it is known, or for ever of a stranger, words that say so. */
  of(user: string): string {
    return this.known.get(user) ?? (user === this.config.user.id ? this.config.user.name : this.t("suggestions.somebody"))
  }

  /** Fetches the names, once. */
  async need(): Promise<void> {
    if (!this.asked) await this.load()
  }

  /** Fetches the names anew. */
  async load(): Promise<void> {
    this.asked = true
    try {
      const response = await fetch(this.config.urls.team, {credentials: "same-origin", cache: "no-store", headers: {Accept: "application/json"}})
      if (!response.ok) return
      const {people} = await response.json() as {people: readonly PersonJSON[]}
      for (const {id, name, organizationName, former} of people) {
        this.known.set(id, (organizationName ? this.t("suggestions.name", {name, organization: organizationName}) : name) + (former ? " " + this.t("suggestions.former") : ""))
      }
      this.changed()
    } catch {
      // The line is down: the names come with the next news of people.
      this.asked = false
    }
  }
}
