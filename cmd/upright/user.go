package main

import (
	"context"
	"errors"
	"fmt"

	"upright/internal/account"
	"upright/internal/mail"
)

// userAdd is the command "user add".
func (p program) userAdd(ctx context.Context, args []string) error {
	flags := noFlags()
	admin := flags.Bool("admin", false, "")
	return p.withDatabase(ctx, flags, args, 2, func(o opened, args []string) error {
		return o.withAccounts(ctx, func(accounts *account.Service) error {
			user, link, err := accounts.Add(ctx, args[0], args[1], *admin)
			if err != nil {
				return err
			}
			fmt.Fprintf(p.stdout, "%s can choose a password here, for an hour:\n  %s\n", user.Email, link)
			return nil
		})
	})
}

// userReset is the command "user reset".
func (p program) userReset(ctx context.Context, args []string) error {
	return p.withDatabase(ctx, noFlags(), args, 1, func(o opened, args []string) error {
		return o.withAccounts(ctx, func(accounts *account.Service) error {
			link, err := accounts.ResetLink(ctx, args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(p.stdout, "%s can choose a new password here, for an hour:\n  %s\n", args[0], link)
			return nil
		})
	})
}

// withAccounts runs do with the accounts in the database. No mail is sent: the links are printed.
func (o opened) withAccounts(ctx context.Context, do func(*account.Service) error) (err error) {
	s, err := openStore(ctx, o.db, o.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	accounts := newAccounts(o.cfg, s, mail.NewLog(o.log), o.log)
	defer func() { err = errors.Join(err, accounts.Close(ctx)) }()
	return do(accounts)
}
