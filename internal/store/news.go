package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// A Topic names something beside the text that can change while the text is open: whoever shows it fetches it again.
type Topic string

// The topics.
const (
	TopicDetails     Topic = "details"     // State, session, title, deadline and so on
	TopicPeople      Topic = "people"      // who may do what, names, pseudonyms
	TopicComments    Topic = "comments"    // threads beside the text
	TopicSuggestions Topic = "suggestions" // what is told of suggestions beside the text
	TopicAssignments Topic = "assignments" // who writes what until when, parts that are ready or locked
	TopicRevisions   Topic = "revisions"   // named revisions
	TopicSignoff     Topic = "signoff"     // endorsements of organizations
	TopicPrevious    Topic = "previous"    // recommendations of the previous review
	TopicSolidarity  Topic = "solidarity"  // the solidarity matrix
	TopicLinks       Topic = "links"       // linked submissions and reviewer links
	TopicNotices     Topic = "notices"     // somebody was told something: see notify
)

// Topics returns every topic: after a time in which nothing was heard, each of them may have changed.
func Topics() []Topic {
	return []Topic{
		TopicDetails, TopicPeople, TopicComments, TopicSuggestions, TopicAssignments, TopicRevisions, TopicSignoff,
		TopicPrevious, TopicSolidarity, TopicLinks, TopicNotices,
	}
}

// newsChannel is where processes tell each other that something beside a text has changed: "id:topic".
const newsChannel = "upright_news"

// announce tells everybody who has the text of a submission open, in every process, that a topic of it has changed. They
// hear of it when the transaction commits, once however often it was announced in it, and never when it does not.
func announce(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, topic Topic) error {
	if _, err := tx.ExecContext(ctx, `SELECT pg_notify('`+newsChannel+`', $1::text || ':' || $2::text)`, string(id), string(topic)); err != nil {
		return fmt.Errorf("announce %s: %w", topic, err)
	}
	return nil
}
