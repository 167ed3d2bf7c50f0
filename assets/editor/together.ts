// What helps people to write together: who is here, who wrote what, which parts are whose.
import {authors} from "./authors"
import type {Around, Feature} from "./feature"
import {locks} from "./locks"
import {Presence} from "./presence"
import {Team} from "./team"

/** Makes these features, which share what is known of the people. */
export function together(around: Around): readonly Feature[] {
  const team = new Team(around)
  return [
    {opened: () => void team.load(), news: topics => team.news(topics)},
    locks(around, team), new Presence(around, team).feature, authors(around, team),
  ]
}
