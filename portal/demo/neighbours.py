"""The neighbours' web sites: one answers as CKAN does, one has a list, one a folder of files."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from datasets.vocabulary import FREQUENCY_BY_CODE, LICENSE_BY_CODE, THEME_BY_CODE
from portal.demo.catalogue import CityDataset, CityFile
from portal.demo.cities import CITIES
from portal.demo.city_files import SIDECAR, file_bytes, sidecar
from portal.demo.names import City
from portal.demo.recipes import holdings
from portal.demo.servers import Reply, Site
from portal.demo.tables import layout

JSON = "application/json; charset=utf-8"
_MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_DOWNLOAD = re.compile(r"/dataset/([^/]+)/resource/[^/]+/download/([^/]+)")
_MOST_ROWS = 1_000
_USUAL_ROWS = 10
_FREQUENCIES = {
    "daily": "毎日",
    "weekly": "毎週",
    "monthly": "毎月",
    "quarterly": "四半期",
    "biannual": "半年",
    "annual": "毎年",
    "irregular": "随時",
    "never": "更新なし",
}


class CitySite(Site):
    """A site with a city's files."""

    def __init__(self, city: City) -> None:
        super().__init__()
        self.city = city

    def file_reply(self, slug: str, name: str) -> Reply | None:
        """The bytes of one file of one dataset."""
        return _file_reply(self.city, slug, name)


class CkanSite(CitySite):
    """Answers `package_search` and its like.

    Source: CKAN Action API v3.
    """

    def reply(self, path: str, asked: Mapping[str, str]) -> Reply | None:
        """An action, or a file under /dataset/…/download/."""
        parts = path.strip("/").split("/")
        if parts[:3] == ["api", "3", "action"] and len(parts) == 4:
            return self._action(parts[3], asked)
        found = _DOWNLOAD.fullmatch(path)
        return self.file_reply(found[1], found[2]) if found else None

    def packages(self) -> list[dict[str, Any]]:
        """Every dataset, in the order of its id."""
        found = [self._package(dataset) for dataset in holdings(self.city)]
        return sorted(found, key=lambda package: str(package["id"]))

    def _action(self, name: str, asked: Mapping[str, str]) -> Reply:
        result = self._result(name, asked)
        if result is None:
            error = {"__type": "Not Found Error", "message": "Not found"}
            return _json({"help": name, "success": False, "error": error}, status=404)
        return _json({"help": name, "success": True, "result": result})

    def _result(self, name: str, asked: Mapping[str, str]) -> Any:
        if name == "status_show":
            return {"site_title": f"{self.city.name} データカタログ", "ckan_version": "2.11.0"}
        packages = self.packages()
        if name == "package_list":
            return sorted(package["name"] for package in packages)
        if name == "package_show":
            wanted = asked.get("id", "")
            return next((p for p in packages if wanted in {p["id"], p["name"]}), None)
        return self._search(packages, asked) if name == "package_search" else None

    def _search(self, packages: list[dict[str, Any]], asked: Mapping[str, str]) -> dict[str, Any]:
        start, rows = _number(asked, "start", 0), _number(asked, "rows", _USUAL_ROWS)
        return {
            "count": len(packages),
            "sort": asked.get("sort", ""),
            "facets": {},
            "search_facets": {},
            "results": packages[start : start + min(rows, _MOST_ROWS)],
        }

    def _package(self, dataset: CityDataset) -> dict[str, Any]:
        identifier = _identifier(self.city, dataset.slug)
        theme, license_ = THEME_BY_CODE[dataset.theme], LICENSE_BY_CODE[dataset.license]
        return {
            "id": identifier,
            "name": dataset.slug,
            "title": dataset.title["ja"],
            "title_translated": dict(dataset.title),
            "notes": dataset.description["ja"],
            "notes_translated": dict(dataset.description),
            "type": "dataset",
            "state": "active",
            "private": False,
            "license_id": license_.code,
            "license_title": license_.title,
            "license_url": license_.url,
            "metadata_created": "2020-04-01T00:00:00.000000",
            "metadata_modified": f"{dataset.modified}T09:00:00.000000",
            "organization": {"name": f"{self.city.slug}-city", "title": self.city.name},
            "groups": [{"name": theme.code, "title": theme.native, "display_name": theme.native}],
            "tags": [{"name": word, "display_name": word} for word in dataset.keywords],
            "extras": [{"key": "frequency", "value": dataset.frequency}],
            "num_resources": len(dataset.files),
            "resources": [
                self._resource(dataset, position, file)
                for position, file in enumerate(dataset.files)
            ],
        }

    def _resource(self, dataset: CityDataset, position: int, file: CityFile) -> dict[str, Any]:
        identifier = _identifier(self.city, f"{dataset.slug}/{file.name}")
        ending = file.name.rpartition(".")[2]
        path = f"dataset/{dataset.slug}/resource/{identifier}/download/{file.name}"
        return {
            "id": identifier,
            "package_id": _identifier(self.city, dataset.slug),
            "name": file.title["ja"],
            "description": "",
            "format": "GeoJSON" if ending == "geojson" else ending.upper(),
            "mimetype": _MEDIA_TYPES[ending],
            "url": f"{self.url}/{path}",
            "url_type": "upload",
            "resource_type": "file.upload",
            "position": position,
            "created": "2020-04-01T00:00:00.000000",
            "last_modified": f"{dataset.modified}T09:00:00.000000",
            "state": "active",
            "hash": "",
            "size": None,
            "datastore_active": False,
        }


class ListingSite(CitySite):
    """A town's page with its list of open data and the files it names.

    Source: 自治体標準オープンデータセット no. 06, オープンデータ一覧.
    """

    @property
    def list_name(self) -> str:
        """File name of the list, as the standard asks for."""
        return f"{self.city.code}_open_data_list.csv"

    def reply(self, path: str, asked: Mapping[str, str]) -> Reply | None:
        """The list, or a file under /opendata/."""
        parts = path.strip("/").split("/")
        if parts == ["opendata", self.list_name]:
            return Reply(self._list(), "text/csv; charset=Shift_JIS", "2026-10-31")
        return self.file_reply(*parts[1:]) if len(parts) == 3 and parts[0] == "opendata" else None

    def _list(self) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, layout("open_data_list"), restval="")
        writer.writeheader()
        for dataset in holdings(self.city):
            writer.writerows(self._rows(dataset))
        return out.getvalue().encode("cp932")

    def _rows(self, dataset: CityDataset) -> Iterator[dict[str, str]]:
        for number, file in enumerate(dataset.files, 1):
            yield {
                "データセット_ID": dataset.slug,
                "全国地方公共団体コード": self.city.code,
                "地方公共団体名": self.city.name,
                "データセット_タイトル": dataset.title["ja"],
                "データセット_サブタイトル": dataset.summary["ja"],
                "データセット_概要": dataset.description["ja"].replace("\n\n", "　"),
                "データセット_キーワード": ";".join(dataset.keywords),
                "データセット_分類": THEME_BY_CODE[dataset.theme].native,
                "データセット_最終更新日": dataset.modified,
                "データセット_言語": "jpn",
                "データセット_更新頻度": _FREQUENCIES[FREQUENCY_BY_CODE[dataset.frequency].code],
                "データセット_作成者": self.city.name,
                "ファイル_ID": f"{dataset.slug}-{number}",
                "ファイル_タイトル": file.title["ja"],
                "ファイル_ダウンロードURL": f"{self.url}/opendata/{dataset.slug}/{file.name}",
                "ファイル_形式": file.name.rpartition(".")[2].upper(),
                "ファイル_ライセンス": LICENSE_BY_CODE[dataset.license].title,
                "ファイル_最終更新日": dataset.modified,
                "ファイル_API対応有無": "無",
            }


class FolderSite(CitySite):
    """A village's web folder, as a plain web server shows it."""

    def reply(self, path: str, asked: Mapping[str, str]) -> Reply | None:
        """An index page, a sidecar or a file under /data/."""
        parts = path.strip("/").split("/")
        if parts[0] != "data":
            return None
        if len(parts) == 3 and parts[2] == SIDECAR:
            return self._sidecar(parts[1])
        return self.file_reply(*parts[1:]) if len(parts) == 3 else self._index(parts[1:])

    def _index(self, inside: list[str]) -> Reply | None:
        datasets = {dataset.slug: dataset for dataset in holdings(self.city)}
        if not inside:
            names = [f"{slug}/" for slug in datasets]
        elif dataset := datasets.get(inside[0]):
            names = [SIDECAR, *(file.name for file in dataset.files)]
        else:
            return None
        links = "\n".join(f'<a href="{quote(name)}">{html.escape(name)}</a>' for name in names)
        page = f"<title>Index of /data</title>\n<h1>Index of /data</h1>\n<pre>{links}</pre>\n"
        return Reply(page.encode(), "text/html; charset=utf-8")

    def _sidecar(self, slug: str) -> Reply | None:
        dataset = next((one for one in holdings(self.city) if one.slug == slug), None)
        if dataset is None:
            return None
        told = {"slug": slug, **sidecar(dataset)}
        return Reply(json.dumps(told, ensure_ascii=False).encode(), JSON, dataset.modified)


def neighbours() -> tuple[CkanSite, ListingSite, FolderSite]:
    """The three sites, not yet served."""
    return (
        CkanSite(CITIES["sakurano"]),
        ListingSite(CITIES["mizuumi"]),
        FolderSite(CITIES["iwaya"]),
    )


@cache
def _file_reply(city: City, slug: str, name: str) -> Reply | None:
    for dataset in holdings(city):
        for file in dataset.files if dataset.slug == slug else ():
            if file.name == name:
                media_type = _MEDIA_TYPES[name.rpartition(".")[2]]
                return Reply(file_bytes(city, file), media_type, dataset.modified)
    return None


def _identifier(city: City, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"https://{city.domain}/{name}"))


def _number(asked: Mapping[str, str], name: str, usual: int) -> int:
    told = asked.get(name, "")
    return int(told) if told.isdigit() else usual


def _json(told: Any, *, status: int = 200) -> Reply:
    return Reply(json.dumps(told, ensure_ascii=False).encode(), JSON, status=status)
