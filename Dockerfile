FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN SECRET_KEY=only-to-collect-static-files python manage.py collectstatic --noinput --ignore redoc \
    && useradd --create-home ascare && chown -R ascare /app/var
USER ascare
EXPOSE 8000
CMD ["gunicorn", "ascare.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--max-requests", "10000", "--no-control-socket"]
