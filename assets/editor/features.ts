// The list of what helps with the text, in the order of the buttons of a group at the side. One line for each.
import {comments} from "./comments"
import type {Around, Feature} from "./feature"
import {findings} from "./findings"
import {guidance} from "./guidance"
import {news} from "./news"
import {notesList} from "./notes_list"
import {preview} from "./preview"
import {previous} from "./previous"
import {related} from "./related"
import {solidarity} from "./solidarity"
import {suggestions} from "./suggestions"
import {together} from "./together"
import {typography} from "./typography"

/** Makes them all. */
export const features = (around: Around): readonly Feature[] => [
  guidance(around),
  findings(around),
  comments(around),
  suggestions(around),
  notesList(around),
  solidarity(around),
  previous(around),
  related(around),
  preview(around),
  ...together(around),
  typography(around),
  news(around),
]
