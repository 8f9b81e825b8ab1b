"""The index of what the site can find, its table of words for full text, and links in pages."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

#: From here on FTS5 can keep the index of words alone; before, it keeps the texts as well.
CONTENTLESS = (3, 43, 0)

POSTGRES = (
    # A role that may make tables may make these: they stand on PostgreSQL's own template. Without stop words, as FTS5.
    "CREATE TEXT SEARCH DICTIONARY pshub_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION pshub (COPY = pg_catalog.english)",
    "ALTER TEXT SEARCH CONFIGURATION pshub ALTER MAPPING REPLACE pg_catalog.english_stem WITH pshub_stem",
    "CREATE TABLE site_indextext ("
    "entry_id bigint PRIMARY KEY REFERENCES site_indexentry (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, "
    "words tsvector NOT NULL)",
    "CREATE INDEX site_indextext_words ON site_indextext USING gin (words)",
)
POSTGRES_BACK = (
    "DROP TABLE site_indextext",
    "DROP TEXT SEARCH CONFIGURATION pshub",
    "DROP TEXT SEARCH DICTIONARY pshub_stem",
)


def create_full_text(apps: Any, schema_editor: Any) -> None:
    """Make the table of words as the database at hand has it."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRES:
            schema_editor.execute(statement)
        return
    contentless = "content='', contentless_delete=1, " if schema_editor.connection.Database.sqlite_version_info >= CONTENTLESS else ""
    schema_editor.execute(
        "CREATE VIRTUAL TABLE site_indextext USING fts5(title, names, summary, text, "
        f"{contentless}tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')"
    )


def drop_full_text(apps: Any, schema_editor: Any) -> None:
    """Remove the table of words."""
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else POSTGRES_BACK[:1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('site', '0002_home'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=200)),
                ('url', models.CharField(max_length=500)),
                ('title', models.CharField(max_length=500)),
                ('label', models.CharField(blank=True, max_length=100)),
                ('summary', models.TextField(blank=True)),
                ('names', models.TextField(blank=True)),
                ('date', models.DateField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('updated_at', models.DateTimeField(blank=True, null=True)),
                ('topics', models.JSONField(default=list)),
                ('authors', models.JSONField(default=list)),
                ('inquiry', models.CharField(blank=True, max_length=200)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('picture', models.CharField(blank=True, max_length=500)),
                ('picture_description', models.CharField(blank=True, max_length=500)),
                ('text', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('-date', '-id'),
                'indexes': [models.Index(fields=['-date', '-id'], name='index_date'), models.Index(fields=['kind', '-date'], name='index_kind_date'), models.Index(fields=['-published_at', '-id'], name='index_published'), models.Index(fields=['inquiry'], name='index_inquiry')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='indexed_once')],
            },
        ),
        migrations.CreateModel(
            name='IndexWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('length', models.PositiveSmallIntegerField()),
                ('entries', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['length'], name='word_length')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=2000, unique=True, verbose_name='address')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='what is wrong')),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='since')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='last tried')),
            ],
            options={
                'ordering': ('url',),
                'indexes': [models.Index(fields=['checked_at'], name='link_checked')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('failing_since__isnull', True), ('problem', '')), models.Q(models.Q(('problem', ''), _negated=True), ('failing_since__isnull', False)), _connector='OR'), name='link_fails_since_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='IndexFacet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facet', models.CharField(choices=[('type', 'Type'), ('topic', 'Topic'), ('place', 'Place'), ('year', 'Year'), ('author', 'Author')], max_length=10)),
                ('value', models.CharField(max_length=200)),
                ('label', models.CharField(blank=True, max_length=300)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facets', to='site.indexentry')),
            ],
            options={
                'indexes': [models.Index(fields=['facet', 'value', 'entry'], name='facet_value')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'facet', 'value'), name='facet_value_once')],
            },
        ),
        migrations.CreateModel(
            name='LinkUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='site.link')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'ordering': ('link__failing_since', 'link__url', 'page_id'),
                'constraints': [models.UniqueConstraint(fields=('link', 'page'), name='link_once_per_page')],
            },
        ),
        migrations.RunPython(create_full_text, drop_full_text),
    ]
