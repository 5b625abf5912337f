# The same commands as on one machine: web (default), worker, migrate, up. Built by `make image`.
FROM debian:12-slim

# tesseract-ocr-vie alone does not bring tesseract-ocr; Python is Debian's 3.11.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        ca-certificates python3 python3-venv tesseract-ocr tesseract-ocr-vie tesseract-ocr-osd fonts-liberation2 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.txt .
RUN python3 -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
    && useradd --system --uid 10001 --home-dir /var/lib/hoso --create-home hoso \
    && chmod 0700 /var/lib/hoso
COPY ocr ocr
COPY signing signing
COPY storage storage
COPY service service

# Inside a container the service must listen on its own address; who may reach it is the publisher's choice.
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 HTTP_HOST=0.0.0.0 DATA_DIR=/var/lib/hoso
USER hoso
VOLUME /var/lib/hoso
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "service"]
CMD ["web"]
