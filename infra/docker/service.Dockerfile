# All services in one image; the command chooses one, a file below /app:
#   apps/{user-service,chat-service,chat-relay,chat-archiver,stream-analyzer,summarizer}/dist/main.js
#   apps/standalone/dist/main.js (the default), scripts/{migrate,reconcile,status}.mjs, chat-generator/dist/main.js
# Build from the repository's root:
#   docker build -f infra/docker/service.Dockerfile -t livechat/service:local .
# Both bases may be replaced, by pinned digests or by images made without a registry: the first needs
# Node, npm, a C++ compiler, make and Python 3; the second Node on the PATH below, and no shell.
# Their C libraries must be of one version.
ARG BUILD_IMAGE=node:24-bookworm
ARG BASE_IMAGE=gcr.io/distroless/nodejs24-debian12:nonroot

# What decides about packages, alone: a change of sources installs nothing anew.
FROM ${BUILD_IMAGE} AS manifests
WORKDIR /app
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc \
      ! -path ./scripts/ensure-deps.mjs -delete \
    && find . -type d -empty -delete

FROM ${BUILD_IMAGE} AS build
WORKDIR /app
COPY --from=manifests /app .
RUN node scripts/ensure-deps.mjs --no-build
COPY . .
RUN npm run build
RUN infra/docker/assemble.sh /image

FROM ${BASE_IMAGE}
ENV PATH=/nodejs/bin:/usr/local/bin:/usr/bin:/bin \
    NODE_ENV=production \
    HOST=0.0.0.0 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=build /image/app /app
# Where the standalone product keeps everything; the services keep nothing.
COPY --from=build --chown=65532:65532 /image/data /data
USER 65532:65532
EXPOSE 3000 3001
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=3 \
  CMD ["node", "infra/docker/health.mjs"]
# Node itself is process 1 and hears SIGTERM.
ENTRYPOINT ["node"]
CMD ["apps/standalone/dist/main.js", "--no-demo"]
