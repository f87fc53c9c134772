"""What a table is: columns with name, type and meaning, and a check that a frame keeps to them."""

from dataclasses import dataclass

import polars as pl

from analytics.model.errors import TableError

TIME = pl.Datetime("us", "UTC")
TEXTS = pl.List(pl.String)


@dataclass(frozen=True)
class Column:
    """One column: its type, what a value means, and whether null is allowed (unknown is null, never "" or
    0)."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str
    nullable: bool = True


@dataclass(frozen=True)
class Table:
    """A table: what one row is, its columns, and the columns it is sorted by before it is stored."""

    name: str
    row: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]

    @property
    def schema(self) -> pl.Schema:
        """Column names and types, in stored order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    def empty(self) -> pl.DataFrame:
        """The table with no rows.

        >>> Table("levels", "a depth", (text("root_id", ""), count("depth", "")), ()).empty().columns
        ['root_id', 'depth']
        """
        return pl.DataFrame(schema=self.schema)

    def fit(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` with exactly the table's columns and types; columns it lacks are added as null."""
        present = frame.columns
        return frame.select(
            (pl.col(c.name) if c.name in present else pl.lit(None)).cast(c.dtype).alias(c.name)
            for c in self.columns
        )


def check(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """`frame` itself, if it keeps the contract of `table`; extra columns are allowed.

    Raises TableError naming the first column that is absent, of another type, or null where it may not be.
    """
    for column in table.columns:
        if column.name not in frame.columns:
            raise TableError("column_missing", table=table.name, column=column.name)
        if frame.schema[column.name] != column.dtype:
            raise TableError(
                "column_type",
                table=table.name,
                column=column.name,
                found=frame.schema[column.name],
                expected=column.dtype,
            )
        if not column.nullable and frame[column.name].null_count():
            raise TableError(
                "column_null", table=table.name, column=column.name, rows=frame[column.name].null_count()
            )
    return frame


def text(name: str, meaning: str, nullable: bool = True) -> Column:
    """A column of texts."""
    return Column(name, pl.String, meaning, nullable)


def count(name: str, meaning: str, nullable: bool = True) -> Column:
    """A column of whole numbers."""
    return Column(name, pl.Int64, meaning, nullable)


def share(name: str, meaning: str, nullable: bool = True) -> Column:
    """A column of real numbers."""
    return Column(name, pl.Float64, meaning, nullable)


def moment(name: str, meaning: str, nullable: bool = True) -> Column:
    """A column of moments, UTC."""
    return Column(name, TIME, meaning, nullable)


def flag(name: str, meaning: str, nullable: bool = True) -> Column:
    """A column of truth values."""
    return Column(name, pl.Boolean, meaning, nullable)
