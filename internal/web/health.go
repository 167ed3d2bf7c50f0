package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// showHealth answers GET /healthz: the process runs.
func (s *Server) showHealth(v *visit) error { return v.String(http.StatusOK, "ok\n") }

// showReady answers GET /readyz: the process can do its work, which needs the database.
func (s *Server) showReady(v *visit) error {
	ctx, cancel := context.WithTimeout(v.Request().Context(), 2*time.Second)
	defer cancel()
	if err := s.Store.Ping(ctx); err != nil {
		return echo.NewHTTPError(http.StatusServiceUnavailable).SetInternal(fmt.Errorf("not ready: %w", err))
	}
	return v.String(http.StatusOK, "ready\n")
}
