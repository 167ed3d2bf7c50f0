package account

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"upright/internal/mail"
	"upright/internal/store"
	"upright/internal/upr"
)

// maxNote bounds the note of an invitation, in characters.
const maxNote = 500

// A PersonInvitation is whom somebody invites into a submission or, where Submission is empty, into an organization. See
// store.PeopleInvitation.
type PersonInvitation struct {
	Submission       upr.SubmissionID
	Organization     upr.OrganizationID
	OrganizationName string
	Role             string
	Email            string
	Note             string
	Ends             time.Time
}

// validate checks what the invitation says and folds its address.
func (i *PersonInvitation) validate(now time.Time) error {
	i.Email, i.OrganizationName = upr.FoldEmail(i.Email), strings.TrimSpace(i.OrganizationName)
	invalid := func(field, key string, n int) error {
		return &upr.Error{Kind: upr.Invalid, Key: key, Field: field, Args: map[string]any{"n": n}}
	}
	known := slices.Contains([]upr.Role{upr.Member, upr.OrganizationAdmin}, upr.Role(i.Role))
	if i.Submission != "" {
		known = slices.Contains(upr.SubmissionRoles(), upr.SubmissionRole(i.Role))
	}
	switch {
	case !known:
		return invalid("role", "value.choice", 0)
	case i.Email != "" && !upr.IsEmail(i.Email):
		return invalid("email", "value.email", 0)
	case utf8.RuneCountInString(i.OrganizationName) > upr.MaxName:
		return invalid("organization_name", "value.long", upr.MaxName)
	case utf8.RuneCountInString(i.Note) > maxNote:
		return invalid("note", "value.long", maxNote)
	case !i.Ends.IsZero() && !i.Ends.After(now):
		return invalid("ends", "people.ends.past", 0)
	}
	return nil
}

// InvitePerson makes an invitation, for who manages people there, and returns its link to pass on. With an address it is
// bound to it and mailed, in the language of who invites.
func (s *Service) InvitePerson(ctx context.Context, by upr.Actor, i PersonInvitation, language string) (string, error) {
	now := s.Now()
	if err := i.validate(now); err != nil {
		return "", err
	}
	token, err := s.newSecret()
	if err != nil {
		return "", err
	}
	if _, err := s.Store.InvitePerson(ctx, by, store.NewPeopleInvitation{
		TokenHash: token.hash(), Submission: i.Submission, Organization: i.Organization, OrganizationName: i.OrganizationName,
		Role: i.Role, Email: i.Email, Note: i.Note, Ends: i.Ends, Created: now, Expires: now.Add(InvitationValid),
	}); err != nil {
		return "", err
	}
	return s.mailJoin(ctx, token, i.Email, language)
}

// RenewPersonInvitation gives an open invitation a new link and a week, for who manages it, mails it if it is bound to an
// address, and returns both. The links before end.
func (s *Service) RenewPersonInvitation(
	ctx context.Context, by upr.Actor, id, language string,
) (store.PeopleInvitation, string, error) {
	token, err := s.newSecret()
	if err != nil {
		return store.PeopleInvitation{}, "", err
	}
	now := s.Now()
	renewed, err := s.Store.RenewPeopleInvitation(ctx, by, id, token.hash(), now, now.Add(InvitationValid))
	if err != nil {
		return renewed, "", err
	}
	link, err := s.mailJoin(ctx, token, renewed.Email, language)
	return renewed, link, err
}

// mailJoin mails the link of an invitation, unless the address had its share of mails: the link can be passed on.
func (s *Service) mailJoin(ctx context.Context, token secret, email, language string) (string, error) {
	link := s.link("join", token)
	if email == "" {
		return link, nil
	}
	return link, s.background(ctx, "invitation", func(ctx context.Context) error {
		if enough, err := s.mailedEnough(ctx, email); enough || err != nil {
			return err
		}
		return s.Mail.Send(ctx, mail.Message{
			Kind: mail.Join, To: email, Language: language, Link: link, Valid: InvitationValid,
		})
	})
}

// Invited returns the invitation of a link, in whatever state it is. It is not found when there never was such a link.
func (s *Service) Invited(ctx context.Context, token string) (store.PeopleInvitation, error) {
	found, err := s.Store.InvitationByLink(ctx, secret(token).hash(), s.Now())
	return found, linkGone(err)
}

// Join accepts an invitation by its link for the actor, once. Errors are those of store.Join.
func (s *Service) Join(ctx context.Context, by upr.Actor, token string, with store.Joining) (store.PeopleInvitation, error) {
	joined, err := s.Store.Join(ctx, by, secret(token).hash(), s.Now(), with)
	return joined, linkGone(err)
}

// JoinAsNew makes an account and accepts an invitation by its link for it, both or neither. Errors are those of
// store.JoinAsNewUser, and Invalid ones about the account's fields.
func (s *Service) JoinAsNew(
	ctx context.Context, token string, n NewAccount, with store.Joining,
) (upr.User, store.PeopleInvitation, error) {
	invited, err := s.Invited(ctx, token)
	if err == nil && invited.State != store.WaitingInvitation {
		err = &upr.Error{Kind: upr.Conflict, Key: "join." + string(invited.State)}
	}
	if err != nil {
		return upr.User{}, invited, err // before the work of hashing
	}
	if invited.Email != "" {
		n.Email = invited.Email
	}
	made, err := s.newUser(ctx, n)
	if err != nil {
		return upr.User{}, invited, err
	}
	user, joined, err := s.Store.JoinAsNewUser(ctx, secret(token).hash(), s.Now(), made, with)
	return user, joined, linkGone(err)
}
