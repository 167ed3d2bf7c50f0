package account

import (
	"context"
	"errors"
	"time"

	"upright/internal/mail"
	"upright/internal/upr"
)

// Mails that anybody can have sent to an address, by asking for a reset or a registration.
const (
	maxMails   = 3
	mailWindow = attemptWindow
)

// SendReset mails a link with which a forgotten password can be replaced. Whether the address has an account shows
// neither in the answer nor in its time: the work is done later. language is that of the page, for an account that has
// none.
func (s *Service) SendReset(ctx context.Context, email, language string) error {
	email = upr.FoldEmail(email)
	if !upr.IsEmail(email) {
		return &upr.Error{Kind: upr.Invalid, Key: "value.email", Field: "email"}
	}
	return s.background(ctx, "reset", func(ctx context.Context) error {
		if enough, err := s.mailedEnough(ctx, email); enough || err != nil {
			return err
		}
		user, _, err := s.Store.Credentials(ctx, email)
		var known *upr.Error
		if errors.As(err, &known) && known.Kind == upr.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		link, err := s.newReset(ctx, user.ID)
		if err != nil {
			return err
		}
		return s.Mail.Send(ctx, mail.Message{
			Kind: mail.Reset, To: user.Email, Language: languageOf(user, language), Link: link, Valid: ResetValid,
		})
	})
}

// mailedEnough counts a mail to an address and reports whether it had its share: nobody's mailbox is flooded from here.
// These mails hold links that open something. So they are sent at once and past the queue, in which they would be kept;
// but they count for the bounds of all mails.
func (s *Service) mailedEnough(ctx context.Context, email string) (bool, error) {
	n, err := s.Store.CountAttempt(ctx, attemptKey("mail", email), s.Now(), mailWindow)
	if err != nil || n > maxMails {
		return true, err
	}
	may, err := s.Store.CountMail(ctx, email, s.Now())
	return !may, err
}

// ResetLink returns a link to reset the password of an address, for the server's operator, who passes it on.
func (s *Service) ResetLink(ctx context.Context, email string) (string, error) {
	user, _, err := s.Store.Credentials(ctx, upr.FoldEmail(email))
	if err != nil {
		return "", err
	}
	return s.newReset(ctx, user.ID)
}

func (s *Service) newReset(ctx context.Context, user upr.UserID) (string, error) {
	token, err := s.newSecret()
	if err != nil {
		return "", err
	}
	if err := s.Store.CreateReset(ctx, user, token.hash(), s.Now().Add(ResetValid)); err != nil {
		return "", err
	}
	return s.link("reset", token), nil
}

// CheckReset reports whether a link is good: nil, or not found.
func (s *Service) CheckReset(ctx context.Context, token string) error {
	_, err := s.Store.Reset(ctx, secret(token).hash(), s.Now())
	return linkGone(err)
}

// Reset replaces a password by a link, once, and ends all sessions of the person.
func (s *Service) Reset(ctx context.Context, token, password string) error {
	user, err := s.Store.Reset(ctx, secret(token).hash(), s.Now())
	if err != nil {
		return linkGone(err)
	}
	if err := checkPassword("password", password, user.Email); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	if _, err := s.Store.UseReset(ctx, secret(token).hash(), s.Now(), hash); err != nil {
		return linkGone(err)
	}
	// Who proved to own the address should not wait for what a guesser did to it.
	return s.Store.ForgetAttempts(ctx, attemptKey("sign-in", user.Email))
}

// ChangePassword replaces the actor's password, who must know the current one, and ends all their sessions but the one of
// the secret. Errors are about the fields current and password, or TooMany as for SignIn.
func (s *Service) ChangePassword(ctx context.Context, by upr.Actor, token, current, password string) error {
	user, old, err := s.Store.OwnCredentials(ctx, by)
	if err != nil {
		return err
	}
	if err := checkPassword("password", password, user.Email); err != nil {
		return err
	}
	key := attemptKey("change", user.Email)
	wait, err := s.takeTurn(ctx, key)
	if err != nil {
		return err
	}
	if wait > 0 {
		if err := s.Wait(ctx, wait); err != nil {
			return err
		}
	}
	if len(current) > maxPassword {
		current = ""
	}
	matches, _, err := s.hasher.matches(ctx, current, old)
	if err != nil {
		return err
	}
	if !matches {
		return &upr.Error{Kind: upr.Invalid, Key: "account.password.wrong", Field: "current"}
	}
	if err := s.Store.ForgetAttempts(ctx, key); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.Store.SetPassword(ctx, user.ID, old, hash, secret(token).hash())
}

// UpdateProfile changes the actor's name, page language and time zone. Errors are about the fields name, language and
// timezone.
func (s *Service) UpdateProfile(ctx context.Context, by upr.Actor, name, language, timezone string) error {
	user, err := s.Store.User(ctx, by)
	if err != nil {
		return err
	}
	user.Name, user.Language, user.Timezone = name, language, timezone
	if err := user.Validate(); err != nil {
		return err
	}
	if timezone != "" {
		if _, err := time.LoadLocation(timezone); err != nil || timezone == "Local" {
			return &upr.Error{Kind: upr.Invalid, Key: "value.choice", Field: "timezone"}
		}
	}
	return s.Store.UpdateProfile(ctx, by, user.Name, user.Language, user.Timezone)
}

// languageOf is the language to write to a person in.
func languageOf(user upr.User, page string) string {
	if user.Language != "" {
		return user.Language
	}
	return page
}
