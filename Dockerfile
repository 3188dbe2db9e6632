# The loader: one bundled file, run by a user without rights. Nothing else of the project is in the image.
#
#     docker build --tag IMAGE .        or: gcloud builds submit, see infra/README.md

# The version that the tests run on. A digest in its place (node@sha256:…) pins the base for good.
ARG NODE=node:20.20.2-bookworm-slim

FROM ${NODE} AS bundle
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY cli ./cli
COPY ingest ./ingest
COPY includes ./includes
COPY infra/loader ./infra/loader
RUN node infra/loader/bundle.js dist/ai-spend.mjs

FROM ${NODE}
# Below the job's memory limit of 1 GiB, so that the collector works before the limit strikes.
ENV NODE_ENV=production NODE_OPTIONS=--max-old-space-size=768 AI_SPEND_WAREHOUSE=bigquery
WORKDIR /app
# A connections.yaml, where there is one, comes along: it names keys, it holds none.
COPY package.json workflow_settings.yaml connections.yam[l] ./
COPY --from=bundle /app/dist/ai-spend.mjs ./dist/
USER node
# Node is the first process and gets SIGTERM itself: a run in progress keeps what is complete and ends.
ENTRYPOINT ["node", "dist/ai-spend.mjs"]
CMD ["sync"]
