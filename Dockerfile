# The scripts, style sheets and fonts.
FROM node:22-bookworm-slim AS assets
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY assets assets
COPY scripts/fonts.mjs scripts/fonts.mjs
RUN node assets/build.mjs && node scripts/fonts.mjs

# The program, with scripts, style sheets, templates, rules and fonts inside.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=assets /src/assets/dist assets/dist
COPY --from=assets /src/internal/fonts/data internal/fonts/data
RUN CGO_ENABLED=0 go build -trimpath -ldflags=-s -o /upright ./cmd/upright

# Nothing but the program, certificates for mail over TLS, and the time zones; no shell, no root. There is no PostgreSQL
# in here: DATABASE_URL names the server.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /upright /upright
COPY LICENSE NOTICE /
ENV UPRIGHT_ADDR=:8080
EXPOSE 8080
ENTRYPOINT ["/upright"]
CMD ["serve"]
