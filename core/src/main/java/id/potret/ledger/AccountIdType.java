package id.potret.ledger;

/** What the host's accounts are told apart by. */
public enum AccountIdType {
    /** Text of any form, up to 255 characters. */
    TEXT,
    /** A whole number of at most 64 bits, such as a serial or auto-increment column. */
    NUMBER,
    /** A UUID: a column of type uuid, or its 36 characters as text where the database has no such type. */
    UUID;

    /** Checks the id and brings it into the one form that is compared and stored. */
    String normalize(String account) {
        Arguments.account(account);
        try {
            return switch (this) {
                case TEXT -> account;
                case NUMBER -> Long.toString(Long.parseLong(account));
                case UUID -> java.util.UUID.fromString(account).toString();
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("account is not a " + (this == UUID ? "UUID" : "whole number"), e);
        }
    }

    /** The parameter that the database compares with its id column. */
    Object parameter(String normalized, SqlDialect dialect) {
        return switch (this) {
            case TEXT -> normalized;
            case NUMBER -> Long.parseLong(normalized);
            case UUID ->
                dialect.isPostgres() || dialect == SqlDialect.H2 ? java.util.UUID.fromString(normalized) : normalized;
        };
    }

    /** The type of the own table's column. */
    String columnType(SqlDialect dialect) {
        boolean maria = dialect == SqlDialect.MARIADB;
        return switch (this) {
            case TEXT ->
                dialect == SqlDialect.H2
                        ? "varchar"
                        : maria ? "varchar(255) character set utf8mb4 collate utf8mb4_bin" : "text";
            case NUMBER -> "bigint";
            case UUID -> maria ? "char(36)" : dialect == SqlDialect.SQLITE ? "text" : "uuid";
        };
    }
}
