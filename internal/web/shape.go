package web

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"sync"

	"github.com/go-playground/validator/v10"

	"upright/internal/upr"
)

// shape is the validator of form tags. It only reads struct types and keeps what it read, so one serves all.
var shape = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string { return f.Tag.Get("form") })
	return v
})

// checkShape checks the validate tags of a form.
func checkShape(target any) (problems, error) {
	wrong := make(problems)
	err := shape().Struct(target)
	var failed validator.ValidationErrors
	switch {
	case err == nil:
		return wrong, nil
	case !errors.As(err, &failed):
		return nil, fmt.Errorf("form %T: %w", target, err)
	}
	for _, f := range failed {
		key, err := shapeKey(f.Tag())
		if err != nil {
			return nil, fmt.Errorf("form %T: field %s: %w", target, f.Field(), err)
		}
		found := problem{key: key}
		if n, err := strconv.Atoi(f.Param()); err == nil {
			found.args = map[string]any{"n": n}
		}
		wrong[f.Field()] = found
	}
	return wrong, nil
}

// shapeKey is the message for a failed validator tag: the same words that the domain uses for what it refuses.
func shapeKey(tag string) (string, error) {
	switch tag {
	case "required":
		return "value.required", nil
	case "max":
		return "value.long", nil
	case "min":
		return "value.short", nil
	case "email":
		return "value.email", nil
	case "http_url":
		return "value.website", nil
	case "oneof":
		return "value.choice", nil
	case "numeric", "number":
		return "value.number", nil
	}
	return "", fmt.Errorf("no message for the tag %q", tag)
}

// aboutForm says which field an error is about; "" for the form as a whole.
func aboutForm(err error) (string, problem, bool) {
	var known *upr.Error
	if !errors.As(err, &known) {
		return "", problem{}, false
	}
	switch {
	case known.Kind == upr.Invalid:
	case known.Kind == upr.Conflict && known.Field != "":
	default:
		return "", problem{}, false
	}
	return known.Field, problem{key: known.Key, args: known.Args}, true
}
