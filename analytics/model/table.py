"""What a table is: columns with name, type and meaning, and a check that a frame keeps to them."""

from dataclasses import dataclass

import polars as pl

from analytics.model.errors import TableError

TIME = pl.Datetime("us", "UTC")
TEXTS = pl.List(pl.String)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    meaning: what a value means.
    nullable: whether null is allowed (unknown is null, never "" or 0).
    """

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str
    nullable: bool = True


@dataclass(frozen=True)
class Table:
    """A table.

    row: what one row is.
    order: the columns by which it is sorted before it is stored.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]

    @property
    def schema(self) -> pl.Schema:
        """Column names and types, in stored order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    def empty(self) -> pl.DataFrame:
        """Make the table with no rows.

        >>> Table("levels", "a depth", (text("root_id", ""), count("depth", "")), ()).empty().columns
        ['root_id', 'depth']
        """
        return pl.DataFrame(schema=self.schema)

    def fit(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Bring a frame to exactly the table's columns and types; columns that it lacks are added as null.

        >>> table = Table("levels", "a depth", (text("root_id", ""), count("depth", "")), ())
        >>> table.fit(pl.DataFrame({"depth": [1], "more": ["x"]})).row(0)
        (None, 1)
        """
        present = frame.columns
        return frame.select(
            (pl.col(c.name) if c.name in present else pl.lit(None)).cast(c.dtype).alias(c.name)
            for c in self.columns
        )


def check(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Check that a frame keeps the contract of a table, and return it; extra columns are allowed.

    Raises TableError naming the first column that is absent, of another type, or null where it may not be.

    >>> table = Table("levels", "a depth", (count("depth", "", nullable=False),), ())
    >>> check(pl.DataFrame({"depth": [1]}), table).height
    1
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
    """Make a column of texts."""
    return Column(name, pl.String, meaning, nullable)


def count(name: str, meaning: str, nullable: bool = True) -> Column:
    """Make a column of whole numbers (Int64)."""
    return Column(name, pl.Int64, meaning, nullable)


def share(name: str, meaning: str, nullable: bool = True) -> Column:
    """Make a column of real numbers (Float64)."""
    return Column(name, pl.Float64, meaning, nullable)


def moment(name: str, meaning: str, nullable: bool = True) -> Column:
    """Make a column of moments, UTC with microseconds."""
    return Column(name, TIME, meaning, nullable)


def flag(name: str, meaning: str, nullable: bool = True) -> Column:
    """Make a column of truth values."""
    return Column(name, pl.Boolean, meaning, nullable)
