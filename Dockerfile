# One image for all processes; the command chooses: apps/api, apps/worker, apps/simulator, bin/migrate, bin/keys.
# Sources run as they are. The tree stays a workspace because Node strips no types below node_modules.

FROM node:24-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY apps/api/package.json apps/api/
COPY apps/simulator/package.json apps/simulator/
COPY apps/worker/package.json apps/worker/
COPY bench/package.json bench/
COPY chaos/package.json chaos/
COPY e2e/package.json e2e/
COPY openapi/package.json openapi/
COPY packages/delivery/package.json packages/delivery/
COPY packages/shared/package.json packages/shared/
COPY packages/testkit/package.json packages/testkit/

FROM manifests AS generated
RUN npm ci --ignore-scripts --omit=optional
COPY prisma.config.ts ./
COPY prisma prisma
# Generating does not use the schema engine; naming any program keeps it from being downloaded.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/bin/true CHECKPOINT_DISABLE=1 npx prisma generate

FROM manifests AS dependencies
RUN npm ci --ignore-scripts --omit=dev --omit=optional \
      --workspace=apps/api --workspace=apps/simulator --workspace=apps/worker \
      --workspace=packages/delivery --workspace=packages/shared

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=dependencies /app ./
COPY --from=generated /app/packages/delivery/src/db/generated packages/delivery/src/db/generated
COPY prisma/migrations prisma/migrations
COPY packages/shared/src packages/shared/src
COPY packages/delivery/src packages/delivery/src
COPY packages/delivery/bin packages/delivery/bin
COPY apps/api/src apps/api/src
COPY apps/simulator/src apps/simulator/src
COPY apps/worker/src apps/worker/src
# The files belong to root and the processes cannot change them.
USER node
EXPOSE 3000
CMD ["node", "--min-semi-space-size=16", "--no-memory-reducer", "apps/api/src/main.ts"]
