package mail

import (
	"context"
	"log/slog"
)

// A Log stands in where no mail server is configured: the operator finds the link in the log and passes it on.
type Log struct {
	log *slog.Logger
}

// NewLog makes a mailer that writes to a log.
func NewLog(log *slog.Logger) *Log { return &Log{log: log} }

// Send writes what would have been sent. The address and the link are what the operator needs; whoever reads the log of
// a server can use the links in it, which the operator's manual says.
func (l *Log) Send(ctx context.Context, m Message) error {
	l.log.WarnContext(ctx, "no mail server is configured: pass this link on yourself",
		"mail", string(m.Kind), "to", m.To, "link", m.Link, "valid", m.Valid.String())
	return nil
}
