"""News pages, short posts, and what others write about the hub."""

from pshub.publishing.news.models.mentions import Mention
from pshub.publishing.news.models.pages import NewsAuthor, NewsIndexPage, NewsPage
from pshub.publishing.news.models.posts import Post, PostDelivery

__all__ = ["Mention", "NewsAuthor", "NewsIndexPage", "NewsPage", "Post", "PostDelivery"]
