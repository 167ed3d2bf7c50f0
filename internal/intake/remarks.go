package intake

import (
	"strings"

	"upright/internal/collab"
	"upright/internal/importer/word"
	"upright/internal/upr"
)

// Remarks are the comments of a Word file as threads of the text that it was taken into. The title of a part has the id of its heading, unless the part
// was there before: renamed, as Merge returns it, says so.
func Remarks(comments []word.Comment, renamed map[string]string) []collab.Remark {
	now := func(id string) string {
		if to, ok := renamed[id]; ok {
			return to
		}
		return id
	}
	list := make([]collab.Remark, 0, len(comments))
	for _, c := range comments {
		r := collab.Remark{
			Block: now(c.Block), FromBlock: c.FromBlock, ToBlock: c.ToBlock, From: c.From, To: c.To, Resolved: c.Resolved,
		}
		for _, reply := range c.Replies {
			r.Comments = append(r.Comments, remarkText(reply))
		}
		list = append(list, r)
	}
	return list
}

// remarkText is the text of a comment. Who wrote it has no account here: where the name is wanted it stands before the text.
func remarkText(r word.Reply) string {
	if r.Author == "" {
		return r.Text
	}
	who := []string{r.Author}
	if r.Day != (upr.Date{}) {
		who = append(who, r.Day.String())
	}
	return strings.Join(who, ", ") + ":\n" + r.Text
}
