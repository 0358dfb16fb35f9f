package id.potret;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. */
@AnalyzeClasses(packages = "id.potret", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule coreKnowsThePromptTheClientAndTheJdkOnly = classes()
            .that()
            .resideInAnyPackage("id.potret", "id.potret.ledger")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "id.potret",
                    "id.potret.ledger",
                    "id.potret.prompt",
                    "id.potret.reference",
                    "id.potret.fal",
                    "java..",
                    "javax.sql",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule theLedgerKnowsNobody = noClasses()
            .that()
            .resideInAPackage("id.potret.ledger")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("id.potret", "id.potret.prompt", "id.potret.reference", "id.potret.fal");

    @ArchTest
    static final ArchRule nothingReflects = noClasses()
            .that()
            .resideInAnyPackage("id.potret", "id.potret.ledger")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.lang.reflect", "java.lang.invoke", "java.util.concurrent.ForkJoinPool");
}
