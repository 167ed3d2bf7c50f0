package account

import (
	"context"
	"errors"

	"upright/internal/mail"
	"upright/internal/store"
	"upright/internal/upr"
)

// A NewAccount is what a person gives to have an account.
type NewAccount struct {
	Name     string
	Email    string // not used where the link has proved one
	Password string
	Language string // of the pages
	Timezone string // IANA name; "" when not known
}

// StartSetUp returns a link with which the first administrator's account is made, or "" when that was done. It is called
// at each start: the database keeps only the hashes, so an earlier link cannot be shown again, but stays good.
func (s *Service) StartSetUp(ctx context.Context) (string, error) {
	token, err := s.newSecret()
	if err != nil {
		return "", err
	}
	err = s.Store.AddSetupToken(ctx, token.hash(), s.Now())
	var known *upr.Error
	if errors.As(err, &known) && known.Kind == upr.Conflict {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return s.link("set-up", token), nil
}

// CheckSetUp reports whether a set-up link is good: nil, or not found.
func (s *Service) CheckSetUp(ctx context.Context, token string) error {
	return linkGone(s.Store.CheckSetup(ctx, secret(token).hash()))
}

// SetUp makes the first administrator's account, once.
func (s *Service) SetUp(ctx context.Context, token string, n NewAccount) (upr.User, error) {
	if err := s.CheckSetUp(ctx, token); err != nil {
		return upr.User{}, err // before the work of hashing, which anybody could ask for
	}
	made, err := s.newUser(ctx, n)
	if err != nil {
		return upr.User{}, err
	}
	user, err := s.Store.SetUp(ctx, secret(token).hash(), made)
	return user, linkGone(err)
}

// newUser checks what was given and hashes the password.
func (s *Service) newUser(ctx context.Context, n NewAccount) (store.NewUser, error) {
	u := upr.User{Name: n.Name, Email: upr.FoldEmail(n.Email), Language: n.Language, Timezone: n.Timezone}
	if err := u.Validate(); err != nil {
		return store.NewUser{}, err
	}
	if err := checkPassword("password", n.Password, u.Email); err != nil {
		return store.NewUser{}, err
	}
	hash, err := s.hasher.hash(ctx, n.Password)
	if err != nil {
		return store.NewUser{}, err
	}
	return store.NewUser{
		Name: u.Name, Email: u.Email, Language: u.Language, Timezone: u.Timezone, PasswordHash: hash,
	}, nil
}

// SendRegistration mails a link with which the owner of an address can make an account, where registration is open; it
// is Forbidden otherwise. If the address has an account, the mail says so: the page must not.
func (s *Service) SendRegistration(ctx context.Context, email, language string) error {
	email = upr.FoldEmail(email)
	if !upr.IsEmail(email) {
		return &upr.Error{Kind: upr.Invalid, Key: "value.email", Field: "email"}
	}
	settings, err := s.Store.Settings(ctx)
	if err != nil {
		return err
	}
	if settings.Registration != store.OpenRegistration {
		return &upr.Error{Kind: upr.Forbidden, Key: "account.registration.closed"}
	}
	return s.background(ctx, "registration", func(ctx context.Context) error {
		if enough, err := s.mailedEnough(ctx, email); enough || err != nil {
			return err
		}
		user, _, err := s.Store.Credentials(ctx, email)
		if err == nil {
			return s.Mail.Send(ctx, mail.Message{
				Kind: mail.HaveAccount, To: email, Language: languageOf(user, language), Link: s.BaseURL.JoinPath("sign-in").String(),
			})
		}
		var known *upr.Error
		if !errors.As(err, &known) || known.Kind != upr.NotFound {
			return err
		}
		return s.mailRegistration(ctx, email, language)
	})
}

func (s *Service) mailRegistration(ctx context.Context, email, language string) error {
	token, err := s.newSecret()
	if err != nil {
		return err
	}
	if err := s.Store.CreateRegistration(ctx, s.invitationOf(token, email, store.OpenRegistration)); err != nil {
		return err
	}
	return s.Mail.Send(ctx, mail.Message{
		Kind: mail.Registration, To: email, Language: language,
		Link: s.link("invitations", token), Valid: RegistrationValid,
	})
}

func (s *Service) invitationOf(token secret, email string, way store.Registration) store.NewInvitation {
	valid := InvitationValid
	if way == store.OpenRegistration {
		valid = RegistrationValid
	}
	now := s.Now()
	return store.NewInvitation{TokenHash: token.hash(), Email: email, Created: now, Expires: now.Add(valid)}
}

// Invite makes an invitation, for an administrator of the installation, and returns its link to pass on. With an address
// it is bound to it and mailed, in the language of who invites.
func (s *Service) Invite(ctx context.Context, by upr.Actor, email, language string) (string, error) {
	email = upr.FoldEmail(email)
	if email != "" && !upr.IsEmail(email) {
		return "", &upr.Error{Kind: upr.Invalid, Key: "value.email", Field: "email"}
	}
	token, err := s.newSecret()
	if err != nil {
		return "", err
	}
	if _, err := s.Store.CreateInvitation(ctx, by, s.invitationOf(token, email, store.ByInvitation)); err != nil {
		return "", err
	}
	return s.mailInvitation(ctx, token, email, language)
}

// RenewInvitation gives an open invitation a new link and a week, for an administrator, mails it if it is bound to an
// address, and returns it. The link before ends.
func (s *Service) RenewInvitation(ctx context.Context, by upr.Actor, id, language string) (string, error) {
	token, err := s.newSecret()
	if err != nil {
		return "", err
	}
	renewed, err := s.Store.RenewInvitation(ctx, by, id, token.hash(), s.Now().Add(InvitationValid))
	if err != nil {
		return "", err
	}
	return s.mailInvitation(ctx, token, renewed.Email, language)
}

func (s *Service) mailInvitation(ctx context.Context, token secret, email, language string) (string, error) {
	link := s.link("invitations", token)
	if email == "" {
		return link, nil
	}
	return link, s.background(ctx, "invitation", func(ctx context.Context) error {
		return s.Mail.Send(ctx, mail.Message{
			Kind: mail.Invitation, To: email, Language: language, Link: link, Valid: InvitationValid,
		})
	})
}

// CheckInvitation returns the address that an invitation or registration is bound to, "" for none. It is not found when
// the link was used, withdrawn or has ended.
func (s *Service) CheckInvitation(ctx context.Context, token string) (string, error) {
	found, err := s.Store.Invitation(ctx, secret(token).hash(), s.Now())
	return found.Email, linkGone(err)
}

// Accept makes an account by the link of an invitation or registration, once. When the address has an account it is a
// Conflict on the field email and the link stays good.
func (s *Service) Accept(ctx context.Context, token string, n NewAccount) (upr.User, error) {
	bound, err := s.CheckInvitation(ctx, token)
	if err != nil {
		return upr.User{}, err
	}
	if bound != "" {
		n.Email = bound
	}
	made, err := s.newUser(ctx, n)
	if err != nil {
		return upr.User{}, err
	}
	user, err := s.Store.AcceptInvitation(ctx, secret(token).hash(), s.Now(), made)
	return user, linkGone(err)
}

// Add makes an account without a password on the word of the server's operator and returns a link to choose one.
func (s *Service) Add(ctx context.Context, name, email string, admin bool) (upr.User, string, error) {
	u := upr.User{Name: name, Email: upr.FoldEmail(email)}
	if err := u.Validate(); err != nil {
		return upr.User{}, "", err
	}
	made, err := s.Store.CreateUser(ctx, store.NewUser{Name: u.Name, Email: u.Email, Admin: admin, PasswordHash: noPassword})
	if err != nil {
		return upr.User{}, "", err
	}
	link, err := s.newReset(ctx, made.ID)
	return made, link, err
}
