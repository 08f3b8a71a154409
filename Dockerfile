# One image for every process of the system; the command picks which: `catalog api`, `reports worker`, `portal`, `migrate`, ...
# BASE: a Debian with Python 3.11 or newer. Its PostgreSQL client, which `backup` needs, must not be older than the server.
ARG BASE=docker.io/library/python:3.11-slim-trixie@sha256:9534e5a8e315485d4061ed659af0fd78a284c015f9b73661b41d6bab25604534

FROM ${BASE} AS packages
COPY requirements.lock /build/
RUN python3 -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r /build/requirements.lock \
    && /opt/venv/bin/python -m pip uninstall --quiet --yes pip setuptools

FROM ${BASE}
# Debian keeps one version of a package in a release: a pinned one would be gone with the next security fix
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 system \
    && useradd --uid 10001 --gid system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin system \
    && install --directory --owner=system --group=system --mode=0700 /var/lib/system
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/system
COPY alembic.ini ./
COPY alembic alembic
COPY contracts contracts
COPY files files
COPY kernel kernel
COPY services services
COPY system system
# compiled here: the file system is read-only when it runs
RUN /opt/venv/bin/python -m compileall -q contracts files kernel services system
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0 DATA_DIR=/var/lib/system LOG_FORMAT=json
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["python", "-m", "system"]
CMD ["embedded"]
